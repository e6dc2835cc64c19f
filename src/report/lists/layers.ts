import { shortId } from '../text/names.js';
import type { LayerReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { bytesColumn, countColumn, flagColumn, textColumn } from './columns.js';

/** Build steps of the legacy builder begin with the shell, which says nothing. */
function step(layer: LayerReport): string {
  return (layer.createdBy ?? '').replace(/^\/bin\/sh -c (?:#\(nop\) +)?/, '');
}

export const layerList: ListDefinition<LayerReport> = {
  name: 'layers',
  plural: 'layers',
  defaultSort: 'size',
  columns: [
    textColumn('layer', 'LAYER', 'first digits of the chain id', (layer) => shortId(layer.chainId)),
    textColumn('directory', 'DIRECTORY', 'first characters of the cache id', (layer) =>
      layer.cacheId === null ? null : shortId(layer.cacheId),
    ),
    bytesColumn('size', 'SIZE', 'allocated bytes of its directory', (layer) => layer.allocatedBytes),
    bytesColumn('apparent', 'APPARENT', 'sum of file lengths', (layer) => layer.apparentBytes),
    countColumn('inodes', 'INODES', 'inodes in its directory', (layer) => layer.inodes),
    countColumn('images', 'IMAGES', 'listed images that hold it', (layer) => layer.references),
    countColumn(
      'containers',
      'CONTAINERS',
      'containers that stand on it',
      (layer) => layer.containers.length,
    ),
    {
      ...flagColumn<LayerReport>('cache', 'the build cache holds it', (layer) => layer.buildCache),
      title: 'CACHE',
      text: (layer) => (layer.buildCache ? 'yes' : ''),
      shown: true,
    },
    textColumn('step', 'CREATED BY', 'the build step that made it', step, { shrinks: true }),
    textColumn('chainid', 'CHAIN ID', 'chain id', (layer) => layer.chainId, { shown: false }),
    textColumn('diffid', 'DIFF ID', 'diff id', (layer) => layer.diffId, { shown: false }),
    textColumn('cacheid', 'CACHE ID', 'directory in the storage driver', (layer) => layer.cacheId, {
      shown: false,
    }),
    bytesColumn('recorded', 'RECORDED', 'size the engine recorded', (layer) => layer.recordedBytes, {
      shown: false,
    }),
  ],
};
