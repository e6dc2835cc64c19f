import { shortId } from '../../report/text/names.js';
import type { LayerReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { imageName } from '../lists/report-index.js';
import { bytesFigure } from '../../report/text/figure.js';
import { fit } from '../../report/text/fit.js';
import { containerLine } from './container-line.js';
import { createDetail } from './detail-lines.js';

/** A layer: its three ids, the step that made it, its size by both measures, and everyone who holds it. */
export function layerDetail(layer: LayerReport, context: RecordContext, width: number): readonly string[] {
  const { theme, index } = context;
  const writer = createDetail(layer, context, width);
  const holders = layer.images.length + layer.containers.length;
  writer.section(
    `Layer ${shortId(layer.chainId)}`,
    holders === 0 && !layer.buildCache ? 'held by nothing' : '',
  );
  writer.field('chain id', layer.chainId);
  writer.field('diff id', layer.diffId);
  writer.field('cache id', layer.cacheId);
  writer.field('parent', layer.parentChainId ?? 'none: a base layer');
  writer.field('directory', layer.path);
  writer.place(layer);
  writer.field('stored in', `${layer.imageStore} store, ${layer.storageDriver ?? '?'}`);
  writer.field('created by', layer.createdBy);
  writer.figures('size', [
    writer.bytes('allocated', layer.allocatedBytes, 'allocatedBytes'),
    writer.bytes('apparent', layer.apparentBytes, 'apparentBytes'),
    writer.count('inodes', layer.inodes, 'inodes'),
    writer.bytes('metadata', layer.metadataBytes, 'metadataBytes'),
    { label: 'engine says', text: bytesFigure(layer.recordedBytes, '', context.style) },
  ]);
  writer.provenance();
  writer.section('Images', String(layer.images.length));
  for (const id of layer.images)
    writer.line(`${theme.muted(fit(shortId(id), 12))}  ${imageName(layer, id, index)}`);
  if (layer.images.length === 0) writer.line(theme.muted('No image holds it.'));
  writer.section('Containers', String(layer.containers.length));
  for (const id of layer.containers) writer.line(containerLine(id, context));
  if (layer.containers.length === 0) writer.line(theme.muted('No container stands on it.'));
  writer.section('Build cache');
  writer.line(layer.buildCache ? 'BuildKit holds it.' : theme.muted('BuildKit does not hold it.'));
  return writer.lines;
}
