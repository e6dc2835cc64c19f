import type { ContainerReport } from '../../report/types.js';
import { shortId } from '../../report/text/names.js';
import { containerDetail } from '../detail/container-detail.js';
import { barColumn, bytesColumn, countColumn, textColumn } from './columns.js';
import type { ListSpec } from './list-spec.js';
import { statusPaint } from './status.js';

export const containerList: ListSpec<ContainerReport> = {
  screen: 'containers',
  emptyText: 'No containers.',
  records: (report) => report.containers,
  id: (container) => container.id,
  haystack: (container) => [
    container.id,
    container.name,
    container.imageReference,
    container.status,
    container.composeProject,
    container.composeService,
  ],
  weight: (container) => container.totalBytes,
  sortKeys: [
    { key: 'total', title: 'total', descendingFirst: true, value: (container) => container.totalBytes },
    {
      key: 'writable',
      title: 'writable layer',
      descendingFirst: true,
      value: (container) => container.writableLayerBytes,
    },
    { key: 'logs', title: 'logs', descendingFirst: true, value: (container) => container.logBytes },
    {
      key: 'reclaimable',
      title: 'reclaimable',
      descendingFirst: true,
      value: (container) => container.reclaimableBytes,
    },
    { key: 'status', title: 'status', descendingFirst: false, value: (container) => container.status },
    {
      key: 'created',
      title: 'creation time',
      descendingFirst: true,
      value: (container) => container.createdAt,
    },
    { key: 'name', title: 'name', descendingFirst: false, value: (container) => container.name },
  ],
  columns: (style) => [
    textColumn('CONTAINER', 18, 0, (container) => container.name ?? shortId(container.id), true),
    {
      title: 'STATUS',
      width: 10,
      align: 'left',
      drop: 1,
      cell: (container, { theme }) => ({
        text: container.status,
        paint: statusPaint(container.status, theme),
      }),
    },
    textColumn('IMAGE', 18, 5, (container) => container.imageReference ?? '?', true),
    countColumn('MOUNTS', 6, 7, (container) => container.mounts.length),
    bytesColumn('WRITABLE', 3, style, (container) => container.writableLayerBytes),
    bytesColumn('LOGS', 2, style, (container) => container.logBytes),
    bytesColumn('TOTAL', 0, style, (container) => container.totalBytes),
    barColumn(
      8,
      (container) => container.totalBytes,
      (theme) => theme.category('writable-layers'),
    ),
    bytesColumn(
      'RECLAIM',
      4,
      style,
      (container) => container.reclaimableBytes,
      (theme) => theme.good,
    ),
  ],
  detail: containerDetail,
};
