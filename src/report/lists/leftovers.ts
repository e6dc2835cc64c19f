import { cleanText } from '../text/clean-text.js';
import { wrapText } from '../text/wrap.js';
import type { LeftoverReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { ageColumn, bytesColumn, inodesColumn, textColumn } from './columns.js';

/** Where a leftover is, or its name in a database where it has no path of its own. */
export function placeOf(leftover: LeftoverReport): string {
  return leftover.key ?? leftover.path;
}

/** The safe way to remove each kind, one paragraph a kind. */
function footer(leftovers: readonly LeftoverReport[], available: number): string[] {
  const ways = new Set(
    leftovers.filter(({ removal }) => removal !== '').map(({ kind, removal }) => `${kind}: ${removal}`),
  );
  if (ways.size === 0) return [];
  return [
    '',
    'HOW TO REMOVE THEM',
    ...[...ways].sort().flatMap((way) => wrapText(cleanText(way), available)),
  ];
}

export const leftoverList: ListDefinition<LeftoverReport> = {
  name: 'leftovers',
  plural: 'leftovers',
  about: 'what is on the disk and referenced by nothing, with evidence',
  defaultSort: 'size',
  records: (report) => report.leftovers,
  footer,
  columns: [
    textColumn('kind', 'KIND', 'kind of leftover', (leftover) => leftover.kind, { shrinks: 'end' }),
    bytesColumn('size', 'SIZE', 'allocated bytes', (leftover) => leftover.allocatedBytes),
    bytesColumn('apparent', 'APPARENT', 'sum of file lengths', (one) => one.apparentBytes, { shown: false }),
    inodesColumn('inodes', 2, (leftover) => leftover.inodes),
    ageColumn('age', 'AGE', 'since anything in it last changed', (one) => one.modifiedAt, { drop: 1 }),
    textColumn('path', 'PATH OR KEY', 'where it is', placeOf, { shrinks: 'middle' }),
    textColumn('root', 'ROOT', 'root that has it', (leftover) => leftover.root, {
      sparse: 'alike',
      shrinks: 'middle',
      shown: false,
    }),
    textColumn('evidence', 'EVIDENCE', 'why nothing needs it', (leftover) => leftover.evidence, {
      shrinks: 'end',
      drop: 3,
    }),
    textColumn('removal', 'REMOVAL', 'the safe way to remove it', (leftover) => leftover.removal, {
      shown: false,
      shrinks: 'end',
    }),
  ],
};
