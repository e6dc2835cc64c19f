import { shortId } from '../../report/text/names.js';
import type { ImageReport } from '../../report/types.js';
import { imageDetail } from '../detail/image-detail.js';
import { displayText } from '../text/display-text.js';
import { barColumn, bytesColumn, countColumn, idColumn } from './columns.js';
import type { ListSpec } from './list-spec.js';

function title(image: ImageReport): string {
  const [first, ...more] = image.references;
  if (first === undefined) return image.intermediate ? '<intermediate>' : '<none>';
  return more.length === 0 ? displayText(first) : `${displayText(first)} +${more.length}`;
}

export const imageList: ListSpec<ImageReport> = {
  screen: 'images',
  emptyText: 'No images.',
  records: (report) => report.images,
  id: (image) => image.id,
  haystack: (image) => [image.id, image.platform, ...image.references],
  weight: (image) => image.totalBytes,
  sortKeys: [
    { key: 'total', title: 'total', descendingFirst: true, value: (image) => image.totalBytes },
    { key: 'unique', title: 'unique', descendingFirst: true, value: (image) => image.uniqueBytes },
    {
      key: 'reclaimable',
      title: 'reclaimable',
      descendingFirst: true,
      value: (image) => image.reclaimableBytes,
    },
    { key: 'created', title: 'creation time', descendingFirst: true, value: (image) => image.createdAt },
    {
      key: 'containers',
      title: 'containers',
      descendingFirst: true,
      value: (image) => image.containers.length,
    },
    { key: 'name', title: 'name', descendingFirst: false, value: (image) => image.references[0] ?? null },
  ],
  columns: (style) => [
    {
      title: 'IMAGE',
      width: 24,
      align: 'left',
      grows: true,
      drop: 0,
      cell: (image, { theme }) => ({ text: title(image), ...(image.dangling ? { paint: theme.muted } : {}) }),
    },
    idColumn('ID', 6, (image) => shortId(image.id)),
    countColumn('USED', 5, 3, (image) => image.containers.length),
    countColumn('LAYERS', 6, 7, (image) => image.layers.length),
    bytesColumn('TOTAL', 0, style, (image) => image.totalBytes),
    barColumn(
      8,
      (image) => image.totalBytes,
      (theme) => theme.category('image-layers'),
    ),
    bytesColumn('SHARED', 4, style, (image) => image.sharedBytes),
    bytesColumn('UNIQUE', 2, style, (image) => image.uniqueBytes),
    bytesColumn(
      'RECLAIM',
      1,
      style,
      (image) => image.reclaimableBytes,
      (theme) => theme.good,
    ),
  ],
  detail: imageDetail,
};
