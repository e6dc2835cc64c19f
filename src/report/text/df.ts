import type { Report, RootReport } from '../types.js';
import { type ByteStyle, formatBytes, formatCount, formatShare } from './bytes.js';
import { cleanText } from './clean-text.js';
import { bytesFigure, certaintyOf, countFigure, legendOf, type Mark, markOf } from './figure.js';
import { byteUse, inodeUse, inodeWarning } from './filesystem.js';
import { renderHeader } from './header.js';
import { CATEGORY_TITLES, rootOrigin } from './names.js';
import { noticeText } from './notices.js';
import { shownCategories, totalsMarks } from './roots.js';
import { storeLines } from './stores.js';
import { renderTable, type TableColumn } from './table.js';
import { wrapText } from './wrap.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'CATEGORY', align: 'left' },
  { title: 'OBJECTS', align: 'right', drop: 5 },
  { title: 'ALLOCATED', align: 'right' },
  { title: 'SHARE', align: 'right', drop: 3 },
  { title: 'APPARENT', align: 'right', drop: 4 },
  { title: 'INODES', align: 'right', drop: 2 },
  { title: 'RECLAIMABLE', align: 'right', drop: 1 },
];

/**
 * The accounting table of each root, reconciled with the disk.
 * @param available columns of the terminal; `Infinity` when the output is no terminal.
 */
export function renderDf(report: Report, style: ByteStyle, available: number): string[] {
  const wrap = (lines: readonly string[]): string[] => lines.flatMap((line) => wrapText(line, available));
  const tables = report.roots.map((root) => ({ root, rows: rootRows(root, style) }));
  const warnings = (report.engine?.notices ?? []).filter((notice) => notice.severity === 'warning');
  const figures = tables.flatMap(({ rows }) => rows.flatMap((row) => row.slice(1)));
  return [
    ...wrap(renderHeader(report)),
    ...tables.flatMap(({ root, rows }) => [
      '',
      ...wrap([
        cleanText(root.path),
        `  ${rootOrigin(root)}`,
        ...storeLines(root, style).map((line) => `  ${line}`),
      ]),
      ...renderTable(COLUMNS, rows, available),
      ...wrap([
        ...emptyNote(root),
        ...unaccountedPaths(root, style),
        '',
        ...togetherNote(root, style),
        ...reconcile(root, style),
      ]),
    ]),
    ...wrap([
      ...allRoots(report, style),
      ...legendOf(figures).flatMap((line) => ['', line]),
      ...(warnings.length > 0 ? [''] : []),
      ...warnings.map((notice) => `! ${noticeText(notice, style)}`),
    ]),
  ];
}

/** One row a category, then what no rule explains, then the total. */
function rootRows(root: RootReport, style: ByteStyle): string[][] {
  const certainty = certaintyOf([root]);
  const ofRoot = markOf(root, certainty);
  const rows = shownCategories(root).map((category) => {
    const mark = (field: keyof typeof category): Mark => markOf(category, certainty, field);
    return [
      CATEGORY_TITLES[category.category],
      category.objects === null ? '' : formatCount(category.objects),
      bytesFigure(category.allocatedBytes, mark('allocatedBytes'), style),
      formatShare(category.allocatedBytes, root.allocatedBytes),
      bytesFigure(category.apparentBytes, mark('apparentBytes'), style),
      countFigure(category.inodes, mark('inodes')),
      bytesFigure(category.reclaimableBytes, mark('reclaimableBytes'), style),
    ];
  });
  return [
    ...rows,
    [
      'Unaccounted',
      root.allocatedBytes === null ? '' : formatCount(root.unaccounted.length),
      bytesFigure(root.unaccountedBytes, ofRoot, style),
      formatShare(root.unaccountedBytes, root.allocatedBytes),
      bytesFigure(root.unaccountedApparentBytes, ofRoot, style),
      countFigure(root.unaccountedInodes, ofRoot),
      '',
    ],
    ['Total', '', ...totals(root, ofRoot, style)],
  ];
}

function totals(root: RootReport, mark: Mark, style: ByteStyle): string[] {
  return [
    bytesFigure(root.allocatedBytes, mark, style),
    '',
    bytesFigure(root.apparentBytes, mark, style),
    countFigure(root.inodes, mark),
    bytesFigure(root.reclaimableBytes, mark, style),
  ];
}

/** Instead of rows that all say 0. */
function emptyNote(root: RootReport): string[] {
  return shownCategories(root).length === 0 ? ['  nothing of any category is in it'] : [];
}

/** Paths printed behind the unaccounted bytes; the JSON has them all. */
const PATHS_SHOWN = 10;

function unaccountedPaths({ unaccounted }: RootReport, style: ByteStyle): string[] {
  const shown = unaccounted
    .slice(0, PATHS_SHOWN)
    .map(
      ({ path, allocatedBytes }) => `  unaccounted: ${cleanText(path)} ${formatBytes(allocatedBytes, style)}`,
    );
  const more = unaccounted.length - shown.length;
  return more > 0 ? [...shown, `  unaccounted: ${formatCount(more)} smaller ones`] : shown;
}

/** Why the total's reclaimable space is more than its parts. */
function togetherNote(root: RootReport, style: ByteStyle): string[] {
  const parts = root.categories.reduce((sum, category) => sum + (category.reclaimableBytes ?? 0), 0);
  const more = (root.reclaimableBytes ?? 0) - parts;
  if (more <= 0) return [];
  return [
    `${formatBytes(more, style)} of the reclaimable total is in layers that unused images, stopped containers or the build cache hold together: they go with the last of them`,
  ];
}

function renderTotal(root: RootReport): string {
  const reason = cleanText(root.unmeasuredReason ?? 'not read');
  if (root.allocatedBytes === null) return `${cleanText(root.path)} unmeasured: ${reason}`;
  const total = `${formatCount(root.allocatedBytes)} bytes`;
  if (certaintyOf([root]).exact) return `= ${total}, as du -sx --block-size=1 counts`;
  return `≥ ${total}: ${cleanText(root.unmeasuredReason ?? 'not everything was seen')}`;
}

/** The last lines: the total is what du counts, and what the filesystem says of bytes and inodes beside it. */
function reconcile(root: RootReport, style: ByteStyle): string[] {
  const { filesystem } = root;
  if (filesystem === null) return [renderTotal(root), ...deletedOpen(root, style)];
  const name = [filesystem.device, filesystem.type].filter((part) => part !== null).join(' ');
  const share = formatShare(root.allocatedBytes, filesystem.usedBytes);
  const warning = inodeWarning(filesystem);
  return [
    renderTotal(root),
    `filesystem ${cleanText(name)}: ${byteUse(filesystem, style)}${share === '' ? '' : ` · ${share} of the used is in here`}`,
    `  inodes: ${inodeUse(filesystem)}`,
    ...deletedOpen(root, style),
    ...(warning === null ? [] : [`! ${warning}`]),
  ];
}

/** What the filesystem counts as used and no walk can see. */
function deletedOpen({ deletedOpenBytes }: RootReport, style: ByteStyle): string[] {
  if (deletedOpenBytes === null || deletedOpenBytes === 0) return [];
  return [
    `  ${formatBytes(deletedOpenBytes, style)} more in deleted files that processes still hold open: see bilge leftovers`,
  ];
}

/** One line for two roots or more. */
function allRoots({ roots, totals }: Report, style: ByteStyle): string[] {
  if (roots.length < 2) return [];
  const { measured, reclaimable } = totalsMarks(roots, totals);
  return [
    '',
    `ALL ${roots.length} ROOTS: ${bytesFigure(totals.allocatedBytes, measured, style)} allocated · ${bytesFigure(totals.apparentBytes, measured, style)} apparent · ${countFigure(totals.inodes, measured)} inodes · ${bytesFigure(totals.reclaimableBytes, reclaimable, style)} reclaimable`,
  ];
}
