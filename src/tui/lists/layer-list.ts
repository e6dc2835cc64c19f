import type { LayerReport } from '../../report/types.js';
import { layerDetail } from '../detail/layer-detail.js';
import { barColumn, bytesColumn, countColumn, idColumn, textColumn } from './columns.js';
import type { ListSpec } from './list-spec.js';

export const layerList: ListSpec<LayerReport> = {
  screen: 'layers',
  emptyText: 'No layers.',
  records: (report) => report.layers,
  id: (layer) => layer.chainId,
  haystack: (layer) => [layer.chainId, layer.diffId, layer.cacheId, layer.path, layer.createdBy],
  weight: (layer) => layer.allocatedBytes,
  sortKeys: [
    { key: 'allocated', title: 'allocated', descendingFirst: true, value: (layer) => layer.allocatedBytes },
    { key: 'inodes', title: 'inodes', descendingFirst: true, value: (layer) => layer.inodes },
    { key: 'images', title: 'images', descendingFirst: true, value: (layer) => layer.references },
    {
      key: 'containers',
      title: 'containers',
      descendingFirst: true,
      value: (layer) => layer.containers.length,
    },
    { key: 'step', title: 'build step', descendingFirst: false, value: (layer) => layer.createdBy },
  ],
  columns: (style) => [
    idColumn('LAYER', 0, (layer) => layer.chainId),
    bytesColumn('ALLOCATED', 0, style, (layer) => layer.allocatedBytes),
    barColumn(
      7,
      (layer) => layer.allocatedBytes,
      (theme) => theme.category('image-layers'),
    ),
    bytesColumn('APPARENT', 5, style, (layer) => layer.apparentBytes),
    countColumn('INODES', 9, 4, (layer) => layer.inodes, false),
    countColumn('IMAGES', 6, 1, (layer) => layer.references),
    countColumn('USED', 5, 2, (layer) => layer.containers.length),
    {
      title: 'CACHE',
      width: 5,
      align: 'left',
      drop: 6,
      cell: (layer, { theme }) => ({
        text: layer.buildCache ? 'yes' : '',
        paint: theme.category('build-cache'),
      }),
    },
    textColumn('BUILD STEP', 10, 0, (layer) => layer.createdBy ?? '?', true),
  ],
  detail: layerDetail,
};
