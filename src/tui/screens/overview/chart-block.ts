import { formatShare } from '../../../report/text/bytes.js';
import { certaintyOf, LOWER_BOUND, markOf } from '../../../report/text/figure.js';
import type { Report, RootReport } from '../../../report/types.js';
import type { ChartEngine, DonutSlice } from '../../charts/chart-engine.js';
import type { Look } from '../../lists/context.js';
import { bar, fractionOf } from '../../text/bar.js';
import { fit } from '../../../report/text/fit.js';
import { ROLE_COLORS } from '../../theme/palette.js';

/** Columns and rows that the charts take beside the engine's facts. */
export const CHARTS_WIDTH = 50;
const CHARTS_ROWS = 9;

type Share = readonly [label: string, part: number | null, whole: number | null, color: DonutSlice['color']];

function shares(root: RootReport): Share[] {
  const { filesystem, allocatedBytes, reclaimableBytes } = root;
  const total = filesystem?.totalBytes ?? null;
  const lower = markOf(root, certaintyOf([root])) === LOWER_BOUND;
  return [
    ['disk used', filesystem?.usedBytes ?? null, total, ROLE_COLORS.warn],
    [lower ? '≥ this root' : 'this root', allocatedBytes, total, ROLE_COLORS.accent],
    // Both ends of this one still grow while the scan runs: their share would say nothing.
    ['reclaimable', lower ? null : reclaimableBytes, allocatedBytes, ROLE_COLORS.good],
  ];
}

/** The same shares as bars of text: while the charts load, and where they cannot be. */
function textCharts(all: readonly Share[], { theme }: Look): string[] {
  const width = CHARTS_WIDTH - 24;
  return [
    '',
    '',
    ...all.flatMap(([label, part, whole]) => {
      const fraction = fractionOf(part, whole);
      const shown = fraction === null ? '' : theme.accent(bar(fraction, width));
      return [
        `  ${theme.muted(fit(label, 12))}${fit(shown, width)}${fit(formatShare(part, whole), 8, 'right')}`,
        '',
      ];
    }),
  ];
}

/**
 * How full the first root's disk is, which part the root is, which part of that can go: donuts, or bars of text.
 * A share with an unmeasured end is left out: an empty ring would say 0.
 */
export function chartBlock(report: Report, charts: ChartEngine | null, look: Look): string[] {
  const root = report.roots[0];
  if (root === undefined) return [];
  const all = shares(root);
  const slices = all.flatMap(([label, part, whole, color]): DonutSlice[] => {
    const fraction = fractionOf(part, whole);
    return fraction === null ? [] : [{ label, fraction, color }];
  });
  const space = { columns: CHARTS_WIDTH - 2, rows: CHARTS_ROWS, theme: look.theme };
  const lines = charts?.donuts(slices, space) ?? [];
  return lines.length === 0 ? textCharts(all, look) : [...lines];
}
