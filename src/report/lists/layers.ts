import { hiddenFooter } from '../text/hidden.js';
import { shortId } from '../text/names.js';
import type { LayerReport } from '../types.js';
import type { ListDefinition } from './column.js';
import {
  bytesColumn,
  countColumn,
  inodesColumn,
  nameColumn,
  placeColumns,
  shownFlagColumn,
  textColumn,
  toldColumn,
} from './columns.js';

/** Build steps of the legacy builder begin with the shell, which says nothing. */
function step(layer: LayerReport): string {
  return (layer.createdBy ?? '').replace(/^\/bin\/sh -c (?:#\(nop\) +)?/, '');
}

export const layerList: ListDefinition<LayerReport> = {
  name: 'layers',
  plural: 'layers',
  about: 'layers with their size and holders',
  defaultSort: 'size',
  records: (report) => report.layers,
  footer: hiddenFooter,
  columns: [
    nameColumn('layer', 'LAYER', 'first digits of the chain id', (layer) => shortId(layer.chainId)),
    textColumn(
      'directory',
      'DIRECTORY',
      'first characters of the cache id',
      (layer) => (layer.cacheId === null ? null : shortId(layer.cacheId)),
      { drop: 7 },
    ),
    bytesColumn('size', 'SIZE', 'allocated bytes of its directory', (layer) => layer.allocatedBytes, {
      field: 'allocatedBytes',
    }),
    bytesColumn('apparent', 'APPARENT', 'sum of file lengths', (layer) => layer.apparentBytes, {
      field: 'apparentBytes',
      drop: 6,
    }),
    inodesColumn('inodes in its directory', 4, (layer) => layer.inodes),
    countColumn('images', 'IMAGES', 'listed images that hold it', (layer) => layer.references, { drop: 1 }),
    countColumn(
      'containers',
      'CONTAINERS',
      'containers that stand on it',
      (layer) => layer.containers.length,
      { drop: 3 },
    ),
    shownFlagColumn('cache', 'CACHE', 'the build cache holds it', (layer) => layer.buildCache, { drop: 5 }),
    textColumn('step', 'CREATED BY', 'the build step that made it', step, { shrinks: 'end', drop: 2 }),
    ...placeColumns<LayerReport>(),
    textColumn('chainid', 'CHAIN ID', 'chain id', (layer) => layer.chainId, { shown: false }),
    textColumn('diffid', 'DIFF ID', 'diff id', (layer) => layer.diffId, { shown: false }),
    textColumn('cacheid', 'CACHE ID', 'directory in the storage driver', (layer) => layer.cacheId, {
      shown: false,
    }),
    toldColumn('recorded', 'RECORDED', 'size the engine recorded', (layer) => layer.recordedBytes, {
      shown: false,
    }),
  ],
};
