import { shortId } from '../../report/text/names.js';
import type { ImageReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { imageName, storedId } from '../lists/report-index.js';
import { displayText } from '../text/display-text.js';
import { bytesFigure, markOf } from '../../report/text/figure.js';
import { dateText } from '../text/figure.js';
import { fit } from '../../report/text/fit.js';
import { containerLine } from './container-line.js';
import { createDetail, type DetailWriter } from './detail-lines.js';

/** Names that are shown for one layer's other holders before “…”. */
const MOST_NAMES = 8;

function use(image: ImageReport): string {
  if (image.containers.length > 0) return 'in use';
  if (image.intermediate) return 'intermediate: the parent of another image';
  return image.dangling ? 'dangling: no reference, no container' : 'unused: no container';
}

function writeLayers(writer: DetailWriter, image: ImageReport, context: RecordContext): void {
  const { theme, index, style, cells } = context;
  writer.section('Layers', `${image.layers.length}, lowest first`);
  image.layers.forEach((chainId, position) => {
    const layer = index.layers.get(storedId(image, chainId));
    const others = layer?.images.filter((id) => id !== image.id) ?? [];
    const names = others.slice(0, MOST_NAMES).map((id) => imageName(image, id, index));
    const more = others.length > MOST_NAMES ? ` and ${others.length - MOST_NAMES} more` : '';
    const size = bytesFigure(
      layer?.allocatedBytes ?? null,
      layer === undefined ? '' : markOf(layer, cells.certainty),
      style,
    );
    const shared =
      others.length === 0 ? theme.good('only here') : theme.warn(`also in ${names.join(', ')}${more}`);
    writer.line(
      `${theme.muted(String(position + 1).padStart(3))}  ${fit(shortId(chainId), 12)} ${fit(size, 12, 'right')}  ${shared}`,
    );
    const step = layer?.createdBy ?? null;
    if (step !== null) writer.line(`     ${theme.muted(displayText(step))}`);
  });
}

/** An image: what it is called, what it costs alone and shared, its layers and who else holds them. */
export function imageDetail(image: ImageReport, context: RecordContext, width: number): readonly string[] {
  const { theme } = context;
  const writer = createDetail(image, context, width);
  writer.section(displayText(image.references[0] ?? '<none>'), use(image));
  writer.field('id', image.id);
  for (const reference of image.references.slice(1)) writer.field('also', reference);
  writer.field('platform', image.platform);
  writer.field('created', dateText(image.createdAt));
  if (image.taggedAt !== null) writer.field('tagged', dateText(image.taggedAt));
  writer.place(image);
  writer.field('stored in', `${image.imageStore} store, ${image.storageDriver ?? '?'}`);
  if (image.parentId !== null) writer.field('parent', image.parentId);
  writer.figures('allocated', [
    writer.bytes('total', image.totalBytes, 'totalBytes'),
    writer.bytes('shared', image.sharedBytes, 'sharedBytes'),
    writer.bytes('unique', image.uniqueBytes, 'uniqueBytes'),
    writer.bytes('reclaimable', image.reclaimableBytes, 'reclaimableBytes'),
  ]);
  writer.figures('apparent', [
    writer.bytes('total', image.apparentTotalBytes, 'apparentTotalBytes'),
    writer.bytes('shared', image.apparentSharedBytes, 'apparentSharedBytes'),
    writer.bytes('unique', image.apparentUniqueBytes, 'apparentUniqueBytes'),
    { label: 'engine says', text: bytesFigure(image.engineSizeBytes, '', context.style) },
  ]);
  writer.figures('also', [
    writer.count('inodes', image.inodes, 'inodes'),
    writer.bytes('metadata', image.metadataBytes, 'metadataBytes'),
  ]);
  writer.provenance();
  writeLayers(writer, image, context);
  writer.section('Containers', String(image.containers.length));
  for (const id of image.containers) writer.line(containerLine(id, context));
  if (image.containers.length === 0) writer.line(theme.muted('No container was made from it.'));
  writer.map('Labels', image.labels);
  return writer.lines;
}
