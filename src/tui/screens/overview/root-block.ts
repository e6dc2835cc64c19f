import { formatShare } from '../../../report/text/bytes.js';
import { CATEGORY_TITLES } from '../../../report/text/names.js';
import type { CategoryReport, RootReport } from '../../../report/types.js';
import { shownCategories } from '../../../report/shown-categories.js';
import type { Look } from '../../lists/context.js';
import { bar, fractionOf } from '../../text/bar.js';
import { displayText } from '../../text/display-text.js';
import { bytesFigure, countFigure } from '../../text/figure.js';
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
  const lower = category.unmeasuredReason !== null || (isPartial(root) && category.source === 'disk');
  const fraction = fractionOf(category.allocatedBytes, root.allocatedBytes);
  const reclaim = category.reclaimableBytes;
  const empty = category.allocatedBytes === 0 && !lower;
  const row = tableLine(
    {
      title: CATEGORY_TITLES[category.category],
      bytes: bytesFigure(category.allocatedBytes, lower, style),
      bar: fraction === null ? '' : theme.category(category.category)(bar(fraction, w.bar)),
      // A share of two figures that still grow would say nothing.
      share: lower || isPartial(root) ? '' : formatShare(category.allocatedBytes, root.allocatedBytes),
      reclaim: (reclaim === null || reclaim === 0 ? theme.muted : theme.good)(
        bytesFigure(reclaim, lower, style),
      ),
      objects: countFigure(category.objects, false),
      inodes: countFigure(category.inodes, lower),
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
      bytes: bytesFigure(bytes, false, style),
      share: isPartial(root) ? '' : formatShare(bytes, root.allocatedBytes),
    },
    w,
  );
  const paths = root.unaccounted.map(
    ({ path, allocatedBytes }) =>
      `${tableLine({ ...BLANK, bytes: bytesFigure(allocatedBytes, false, style) }, { ...w, bar: 0, share: 0, objects: 0, inodes: 0 }).trimEnd()}  ${displayText(path)}`,
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
    unreadable > 0 ? `${countFigure(unreadable, false)} unreadable` : '',
    vanished > 0 ? `${countFigure(vanished, false)} vanished` : '',
    mountsSkipped.length > 0
      ? `${mountsSkipped.length} ${mountsSkipped.length === 1 ? 'mount' : 'mounts'} below, not counted`
      : '',
  ].filter(Boolean);
  return theme.warn(notes.join(', '));
}

/** One root: its total, the table of its categories, what is unaccounted, and the filesystem it lies on. */
export function rootLines(root: RootReport, columns: number, look: Look): string[] {
  const { theme, style } = look;
  const widths = tableWidths(columns, style);
  const lower = root.unmeasuredReason !== null || isPartial(root);
  const total = [
    `${theme.bold(bytesFigure(root.allocatedBytes, lower, style))} allocated`,
    `${theme.good(bytesFigure(root.reclaimableBytes, lower, style))} reclaimable`,
    `${countFigure(root.inodes, lower)} inodes`,
  ].join(theme.muted(' · '));
  const path = `  ${theme.accent(theme.bold(displayText(root.path)))}`;
  const together = displayWidth(path) + 3 + displayWidth(total) <= widths.total;
  const scan = scanText(root, look);
  return [
    ...(together ? [spread(path, total, widths.total)] : [path, `  ${total}`]),
    ...(scan === '' ? [] : [`  ${scan}`]),
    ...(root.unmeasuredReason === null ? [] : [`  ${theme.warn(displayText(root.unmeasuredReason))}`]),
    theme.muted(tableLine(TITLES, widths)),
    ...shownCategories(root.categories).map((category) => categoryRow(category, root, widths, look)),
    ...unaccountedRows(root, widths, look),
    ...filesystemLines(root, widths.total, look),
  ];
}
