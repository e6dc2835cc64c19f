import type { CategoryReport, Report, RootReport } from '../types.js';
import { shownCategories } from '../shown-categories.js';
import { type ByteStyle, formatBytes, formatCount, formatShare, UNMEASURED } from './bytes.js';
import { cleanText } from './clean-text.js';
import { renderHeader } from './header.js';
import { CATEGORY_TITLES } from './names.js';
import { renderTable, type TableColumn } from './table.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'CATEGORY', align: 'left' },
  { title: 'OBJECTS', align: 'right' },
  { title: 'ALLOCATED', align: 'right' },
  { title: 'SHARE', align: 'right' },
  { title: 'APPARENT', align: 'right' },
  { title: 'INODES', align: 'right' },
  { title: 'RECLAIMABLE', align: 'right' },
];

/** The accounting table of each root, reconciled with the disk. */
export function renderDf(report: Report, style: ByteStyle, available: number): string[] {
  const lines = renderHeader(report);
  for (const root of report.roots) lines.push('', ...renderRoot(root, style, available));
  const warnings = (report.engine?.notices ?? []).filter((notice) => notice.severity === 'warning');
  if (warnings.length > 0) lines.push('', ...warnings.map((notice) => `! ${cleanText(notice.message)}`));
  return lines;
}

function renderRoot(root: RootReport, style: ByteStyle, available: number): string[] {
  const rows = shownCategories(root.categories).map((category) => [
    CATEGORY_TITLES[category.category],
    category.objects === null ? '' : formatCount(category.objects),
    atLeast(root, category, formatBytes(category.allocatedBytes, style)),
    formatShare(category.allocatedBytes, root.allocatedBytes),
    atLeast(root, category, formatBytes(category.apparentBytes, style)),
    atLeast(root, category, formatCount(category.inodes)),
    formatBytes(category.reclaimableBytes, style),
  ]);
  rows.push(
    [
      'Unaccounted',
      root.allocatedBytes === null ? '' : formatCount(root.unaccounted.length),
      atLeast(root, root, formatBytes(root.unaccountedBytes, style)),
      formatShare(root.unaccountedBytes, root.allocatedBytes),
      atLeast(root, root, formatBytes(root.unaccountedApparentBytes, style)),
      atLeast(root, root, formatCount(root.unaccountedInodes)),
      '',
    ],
    [
      'Total',
      '',
      atLeast(root, root, formatBytes(root.allocatedBytes, style)),
      '',
      atLeast(root, root, formatBytes(root.apparentBytes, style)),
      atLeast(root, root, formatCount(root.inodes)),
      formatBytes(root.reclaimableBytes, style),
    ],
  );
  const lines = [cleanText(root.path), ...renderTable(COLUMNS, rows, available)];
  return [
    ...lines,
    ...unaccountedPaths(root, style),
    '',
    ...togetherNote(root, style),
    ...reconcile(root, style),
  ];
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

/** Everything below the root was seen: without that, its figures may be too small. */
function isExact({ scan }: RootReport): boolean {
  return scan.state === 'complete' && scan.unreadable === 0;
}

/** Marks a figure of which not everything was seen. */
function atLeast(
  root: RootReport,
  { unmeasuredReason }: CategoryReport | RootReport,
  figure: string,
): string {
  const isBound = !isExact(root) && unmeasuredReason !== null && figure !== UNMEASURED;
  return isBound ? `≥ ${figure}` : figure;
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
  if (isExact(root)) return `= ${total}, as du -sx --block-size=1 counts`;
  return `≥ ${total}: ${cleanText(root.unmeasuredReason ?? 'not everything was seen')}`;
}

/** The last line: the total is what du counts, and what the filesystem says beside it. */
function reconcile(root: RootReport, style: ByteStyle): string[] {
  const { filesystem } = root;
  const total = renderTotal(root);
  if (filesystem === null) return [total];
  const name = [filesystem.device, filesystem.type].filter((part) => part !== null).join(' ');
  const share = formatShare(root.allocatedBytes, filesystem.usedBytes);
  const used = `${formatBytes(filesystem.usedBytes, style)} used${share === '' ? '' : ` (${share} of it here)`}`;
  const free = `${formatBytes(filesystem.availableBytes, style)} free of ${formatBytes(filesystem.totalBytes, style)}`;
  return [`${total} · filesystem ${cleanText(name)}: ${used}, ${free}`];
}
