import { formatCount, formatShare } from '../../../report/text/bytes.js';
import { inodeWarning } from '../../../report/text/filesystem.js';
import { wrapText } from '../../../report/text/wrap.js';
import { CATEGORY_TITLES, rootOrigin } from '../../../report/text/names.js';
import { shownCategories, totalsMarks } from '../../../report/text/roots.js';
import { storeLines } from '../../../report/text/stores.js';
import type { CategoryReport, Report, RootReport, TotalsReport } from '../../../report/types.js';
import type { Look } from '../../lists/context.js';
import { bar, fractionOf } from '../../text/bar.js';
import { displayText } from '../../text/display-text.js';
import { bytesFigure, certaintyOf, countFigure, type Mark, markOf } from '../../../report/text/figure.js';
import { displayWidth, spread } from '../../../report/text/fit.js';
import { type TableCells, type TableWidths, tableLine, tableWidths } from './category-table.js';
import { filesystemLines } from './filesystem-block.js';

const TITLES: TableCells = {
  title: 'CATEGORY',
  bytes: 'ALLOCATED',
  bar: '',
  share: 'SHARE',
  reclaim: 'RECLAIM',
  objects: 'OBJECTS',
  inodes: 'INODES',
};
const BLANK: TableCells = { title: '', bytes: '', bar: '', share: '', reclaim: '', objects: '', inodes: '' };

function isPartial(root: RootReport): boolean {
  return root.scan.state === 'running' || root.scan.state === 'cancelled';
}

function categoryRow(category: CategoryReport, root: RootReport, w: TableWidths, look: Look): string {
  const { theme, style } = look;
  const mark = markOf(category, certaintyOf([root]));
  const fraction = fractionOf(category.allocatedBytes, root.allocatedBytes);
  const reclaim = category.reclaimableBytes;
  const empty = category.allocatedBytes === 0 && mark === '';
  const row = tableLine(
    {
      title: CATEGORY_TITLES[category.category],
      bytes: bytesFigure(category.allocatedBytes, mark, style),
      bar: fraction === null ? '' : theme.category(category.category)(bar(fraction, w.bar)),
      // A share of two figures that still grow would say nothing.
      share: mark === '≥' || isPartial(root) ? '' : formatShare(category.allocatedBytes, root.allocatedBytes),
      reclaim: (reclaim === null || reclaim === 0 ? theme.muted : theme.good)(
        bytesFigure(reclaim, mark, style),
      ),
      objects: countFigure(category.objects, ''),
      inodes: countFigure(category.inodes, mark),
    },
    w,
  );
  return empty ? theme.muted(row) : row;
}

/** What no rule explains: printed, never hidden; with the paths behind it. */
function unaccountedRows(root: RootReport, w: TableWidths, look: Look): string[] {
  const { theme, style } = look;
  const bytes = root.unaccountedBytes;
  const paint = bytes === null || bytes === 0 ? theme.muted : theme.warn;
  const row = tableLine(
    {
      ...BLANK,
      title: 'Unaccounted',
      bytes: bytesFigure(bytes, '', style),
      share: isPartial(root) ? '' : formatShare(bytes, root.allocatedBytes),
    },
    w,
  );
  const paths = root.unaccounted.map(
    ({ path, allocatedBytes }) =>
      `${tableLine({ ...BLANK, bytes: bytesFigure(allocatedBytes, '', style) }, { ...w, bar: 0, share: 0, objects: 0, inodes: 0 }).trimEnd()}  ${displayText(path)}`,
  );
  return [paint(row), ...paths.map((line) => theme.muted(line))];
}

function scanText(root: RootReport, look: Look): string {
  const { theme } = look;
  const { state, vanished, unreadable, mountsSkipped } = root.scan;
  const notes = [
    state === 'running' ? 'still counting' : '',
    state === 'cancelled' ? 'scan cancelled' : '',
    state === 'none' ? 'not measured' : '',
    unreadable > 0 ? `${formatCount(unreadable)} unreadable` : '',
    vanished > 0 ? `${formatCount(vanished)} vanished` : '',
    mountsSkipped.length > 0
      ? `${mountsSkipped.length} ${mountsSkipped.length === 1 ? 'mount' : 'mounts'} below, not counted`
      : '',
  ].filter(Boolean);
  return theme.warn(notes.join(', '));
}

/** Total, reclaimable part and inodes of one root or of all of them. */
function totalText(
  sum: RootReport | TotalsReport,
  mark: Mark,
  reclaimable: Mark,
  { theme, style }: Look,
): string {
  return [
    `${theme.bold(bytesFigure(sum.allocatedBytes, mark, style))} allocated`,
    `${theme.good(bytesFigure(sum.reclaimableBytes, reclaimable, style))} reclaimable`,
    `${countFigure(sum.inodes, mark)} inodes`,
  ].join(theme.muted(' · '));
}

/** A heading with a total at the right of it, or below it where both do not fit. */
function headed(heading: string, total: string, width: number): string[] {
  const together = displayWidth(heading) + 3 + displayWidth(total) <= width;
  return together ? [spread(heading, total, width)] : [heading, `  ${total}`];
}

/** The sum line of two roots or more. */
export function allRootsLines({ roots, totals }: Report, columns: number, look: Look): string[] {
  if (roots.length < 2) return [];
  const { measured, reclaimable } = totalsMarks(roots, totals);
  const { total: width } = tableWidths(columns, look.style, { titles: [], counts: [] });
  const heading = `  ${look.theme.bold(`All ${roots.length} roots`)}`;
  return ['', ...headed(heading, totalText(totals, measured, reclaimable, look), width)];
}

/** The stores of a root, where that says something. */
function hiddenStoreLines(root: RootReport, width: number, { theme, style }: Look): string[] {
  return storeLines(root, style)
    .flatMap((line) => wrapText(line, width - 4))
    .map((line) => `    ${theme.muted(line)}`);
}

/** Said near the top: the filesystem's figures may be below the end of the screen. */
function inodeWarningLines({ filesystem }: RootReport, width: number, { theme }: Look): string[] {
  const warning = filesystem === null ? null : inodeWarning(filesystem);
  if (warning === null) return [];
  return wrapText(`▲ ${warning}`, width - 2).map((line) => `  ${theme.warn(line)}`);
}

/** One root: its total, why it is there, the table of its categories, what is unaccounted, and its filesystem. */
export function rootLines(root: RootReport, columns: number, look: Look): string[] {
  const { theme, style } = look;
  const shown = shownCategories(root);
  const certainty = certaintyOf([root]);
  const widths = tableWidths(columns, style, {
    titles: shown.map(({ category }) => CATEGORY_TITLES[category]),
    counts: shown.flatMap((category) => [
      countFigure(category.objects, ''),
      countFigure(category.inodes, markOf(category, certainty)),
    ]),
  });
  const path = `  ${theme.accent(theme.bold(displayText(root.path)))}`;
  const scan = scanText(root, look);
  const mark = markOf(root, certainty);
  return [
    ...headed(path, totalText(root, mark, mark, look), widths.total),
    `  ${theme.muted(rootOrigin(root))}${scan === '' ? '' : `${theme.muted(' · ')}${scan}`}`,
    ...hiddenStoreLines(root, widths.total, look),
    ...inodeWarningLines(root, widths.total, look),
    ...(root.unmeasuredReason === null ? [] : [`  ${theme.warn(displayText(root.unmeasuredReason))}`]),
    theme.muted(tableLine(TITLES, widths)),
    ...(shown.length === 0 ? [`  ${theme.muted('Nothing of any category is in it.')}`] : []),
    ...shown.map((category) => categoryRow(category, root, widths, look)),
    ...unaccountedRows(root, widths, look),
    ...filesystemLines(root, widths.total, look),
  ];
}
