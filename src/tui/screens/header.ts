import type { Report } from '../../report/types.js';
import { formatCount } from '../../report/text/bytes.js';
import { type Screen, SCREENS, isListScreen } from '../state/state.js';
import { displayWidth, spread } from '../../report/text/fit.js';
import type { View } from './view-model.js';

export const SCREEN_TITLES: Readonly<Record<Screen, string>> = {
  overview: 'Overview',
  images: 'Images',
  layers: 'Layers',
  containers: 'Containers',
  volumes: 'Volumes',
  cache: 'Build cache',
  leftovers: 'Leftovers',
  networks: 'Networks',
  logs: 'Logs',
  processes: 'Processes',
};

/** Titles of the views that are not shown, where the full ones have no room. */
const SHORT_TITLES: Readonly<Record<Screen, string>> = {
  overview: 'Over',
  images: 'Img',
  layers: 'Lay',
  containers: 'Ctr',
  volumes: 'Vol',
  cache: 'Cache',
  leftovers: 'Left',
  networks: 'Net',
  logs: 'Log',
  processes: 'Proc',
};

/** How much a tab shows; `tight`: titles without a margin around them. */
const DETAILS = ['counts', 'titles', 'tight', 'short', 'numbers'] as const;

type Detail = (typeof DETAILS)[number];

function tabTitle(screen: Screen, active: boolean, detail: Detail): string {
  if (detail === 'numbers' && !active) return '';
  return ` ${detail === 'short' && !active ? SHORT_TITLES[screen] : SCREEN_TITLES[screen]}`;
}

/** The key of a view: there are ten digits, and the last of them is 0. */
function keyOf(index: number): string {
  return String((index + 1) % 10);
}

function tabs(view: View, detail: Detail): string {
  const { theme, state, lists } = view;
  const report: Report | null = view.snapshot.report;
  return SCREENS.map((screen, index) => {
    const active = screen === state.screen;
    const count =
      detail === 'counts' && report !== null && isListScreen(screen)
        ? ` ${formatCount(lists[screen].count(report))}`
        : '';
    const title = tabTitle(screen, active, detail);
    if (active) return theme.inverse(theme.bold(` ${keyOf(index)}${title}${count} `));
    const margin = detail === 'short' || detail === 'tight' ? '' : ' ';
    return `${margin}${theme.muted(keyOf(index))}${title}${theme.muted(count)} `;
  }).join('');
}

/** Is what is shown the bundled sample host? */
export function isSample(view: View): boolean {
  return view.sample || view.snapshot.report?.sample === true;
}

/** The first line: the views, as much of their titles as fits, and the mark of the sample. */
export function headerLine(view: View): string {
  const { theme, size } = view;
  const sample = isSample(view) ? `${theme.inverse(theme.warn(theme.bold(' SAMPLE ')))} ` : '';
  const name = ` ${theme.accent(theme.bold('bilge'))}  `;
  const room = size.columns - displayWidth(sample) - 1;
  const variants = DETAILS.map((detail) => name + tabs(view, detail));
  const line = variants.find((variant) => displayWidth(variant) <= room) ?? variants.at(-1) ?? '';
  return spread(line, sample, size.columns);
}
