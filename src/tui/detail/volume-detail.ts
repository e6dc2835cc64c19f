import { volumeNote } from '../../report/lists/volumes.js';
import type { VolumeReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { bytesFigure } from '../../report/text/figure.js';
import { dateText } from '../text/figure.js';
import { displayText } from '../text/display-text.js';
import { containerLine } from './container-line.js';
import { createDetail } from './detail-lines.js';

/** A volume: where it lies, its size, who uses it. */
export function volumeDetail(volume: VolumeReport, context: RecordContext, width: number): readonly string[] {
  const writer = createDetail(volume, context, width);
  writer.section(displayText(volume.name), volumeNote(volume));
  writer.place(volume);
  writer.field('driver', volume.driver);
  writer.field('mount point', volume.mountpoint);
  writer.field('created', dateText(volume.createdAt));
  writer.figures('size', [
    writer.bytes('allocated', volume.allocatedBytes, 'allocatedBytes'),
    writer.bytes('apparent', volume.apparentBytes, 'apparentBytes'),
    writer.count('inodes', volume.inodes, 'inodes'),
    writer.bytes('reclaimable', volume.reclaimableBytes, 'reclaimableBytes'),
    { label: 'engine says', text: bytesFigure(volume.engineSizeBytes, '', context.style) },
  ]);
  writer.provenance();
  writer.section('Used by', String(volume.containers.length));
  for (const { id, hidden } of volume.containers) {
    writer.line(`${containerLine(id, context)}${hidden === null ? '' : context.theme.warn(' (hidden)')}`);
  }
  if (volume.containers.length === 0) writer.line(context.theme.muted('No container uses it.'));
  writer.map('Options', volume.options);
  writer.map('Labels', volume.labels);
  return writer.lines;
}
