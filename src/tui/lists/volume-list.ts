import type { VolumeReport } from '../../report/types.js';
import { volumeDetail, volumeNote } from '../detail/volume-detail.js';
import { barColumn, bytesColumn, countColumn, textColumn } from './columns.js';
import type { ListSpec } from './list-spec.js';

export const volumeList: ListSpec<VolumeReport> = {
  screen: 'volumes',
  emptyText: 'No volumes.',
  records: (report) => report.volumes,
  id: (volume) => volume.name,
  haystack: (volume) => [
    volume.name,
    volume.driver,
    volume.mountpoint,
    ...volume.containers.map(({ name }) => name),
  ],
  weight: (volume) => volume.allocatedBytes,
  sortKeys: [
    { key: 'allocated', title: 'allocated', descendingFirst: true, value: (volume) => volume.allocatedBytes },
    {
      key: 'reclaimable',
      title: 'reclaimable',
      descendingFirst: true,
      value: (volume) => volume.reclaimableBytes,
    },
    { key: 'inodes', title: 'inodes', descendingFirst: true, value: (volume) => volume.inodes },
    { key: 'users', title: 'users', descendingFirst: true, value: (volume) => volume.containers.length },
    { key: 'created', title: 'creation time', descendingFirst: true, value: (volume) => volume.createdAt },
    { key: 'name', title: 'name', descendingFirst: false, value: (volume) => volume.name },
  ],
  columns: (style) => [
    textColumn('VOLUME', 20, 0, (volume) => volume.name, true),
    textColumn('DRIVER', 8, 5, (volume) => volume.driver),
    countColumn('USERS', 5, 1, (volume) => volume.containers.length),
    bytesColumn('ALLOCATED', 0, style, (volume) => volume.allocatedBytes),
    barColumn(
      7,
      (volume) => volume.allocatedBytes,
      (theme) => theme.category('volumes'),
    ),
    bytesColumn('APPARENT', 6, style, (volume) => volume.apparentBytes),
    countColumn('INODES', 9, 4, (volume) => volume.inodes, false),
    bytesColumn(
      'RECLAIM',
      2,
      style,
      (volume) => volume.reclaimableBytes,
      (theme) => theme.good,
    ),
    {
      title: 'NOTE',
      width: 17,
      align: 'left',
      drop: 3,
      cell: (volume, { theme }) => ({ text: volumeNote(volume), paint: theme.muted }),
    },
  ],
  detail: volumeDetail,
};
