import { formatAge } from '../../report/text/age.js';
import { placeOf } from '../../report/lists/leftovers.js';
import type { LeftoverReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { dateText } from '../text/figure.js';
import { createDetail } from './detail-lines.js';

/** What tells leftovers apart. */
export function leftoverId(leftover: LeftoverReport): string {
  return `${leftover.root} ${leftover.kind} ${placeOf(leftover)}`;
}

/** A leftover: where it is, what it takes, why nothing needs it, how it goes. */
export function leftoverDetail(
  leftover: LeftoverReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const writer = createDetail(leftover, context, width);
  const age = formatAge(leftover.modifiedAt, context.cells.now);
  writer.section(leftover.kind, 'referenced by nothing');
  writer.field('root', leftover.root);
  writer.field('path', leftover.path);
  if (leftover.key !== null) writer.field('key', leftover.key);
  writer.field('last changed', `${dateText(leftover.modifiedAt)}${age === '' ? '' : `, ${age} ago`}`);
  writer.figures('size', [
    writer.bytes('allocated', leftover.allocatedBytes),
    writer.bytes('apparent', leftover.apparentBytes),
    writer.count('inodes', leftover.inodes),
  ]);
  writer.field('evidence', leftover.evidence);
  writer.field('how to remove', leftover.removal === '' ? null : leftover.removal);
  return writer.lines;
}
