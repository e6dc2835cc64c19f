import { formatAge } from '../../report/text/age.js';
import { bytesFigure } from '../../report/text/figure.js';
import type { BuildCacheReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { dateText } from '../text/figure.js';
import { createDetail } from './detail-lines.js';

function use(record: BuildCacheReport): string {
  if (record.inUse === null) return 'nobody could say whether a build uses it';
  if (record.inUse) return 'in use by a build';
  return record.shared ? 'idle; an image or a container holds its data too' : 'idle';
}

/** A build cache record: the step that made it, its size, its use, what it stands on. */
export function cacheDetail(
  record: BuildCacheReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const { theme, style, cells } = context;
  const writer = createDetail(record, context, width);
  writer.section(displayText(record.id), use(record));
  writer.place(record);
  writer.field('description', record.description);
  writer.field('type', record.type);
  writer.field('created', dateText(record.createdAt));
  const age = formatAge(record.lastUsedAt, cells.now);
  writer.field('last used', `${dateText(record.lastUsedAt)}${age === '' ? '' : `, ${age} ago`}`);
  writer.field('used', `${record.usageCount} times`);
  writer.figures('size', [
    writer.bytes('allocated', record.allocatedBytes, 'allocatedBytes'),
    writer.bytes('apparent', record.apparentBytes, 'apparentBytes'),
    writer.count('inodes', record.inodes, 'inodes'),
    writer.bytes('reclaimable', record.reclaimableBytes, 'reclaimableBytes'),
    { label: 'engine says', text: bytesFigure(record.engineSizeBytes, '', style) },
  ]);
  writer.provenance();
  writer.field('directory', record.path ?? 'none of its own');
  if (record.chainId !== null) writer.field('layer', record.chainId);
  writer.section('Stands on', String(record.parents.length));
  for (const id of record.parents) writer.line(displayText(id));
  if (record.parents.length === 0) writer.line(theme.muted('No other record.'));
  return writer.lines;
}
