import { shortId } from '../text/names.js';
import type { VolumeReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { bytesColumn, countColumn, flagColumn, sizeColumn, textColumn } from './columns.js';

function users(volume: VolumeReport): string {
  return volume.containers
    .map((user) => `${user.name ?? shortId(user.id)}${user.running ? '' : ' (stopped)'}`)
    .join(', ');
}

function kind(volume: VolumeReport): string {
  return volume.anonymous ? 'anonymous' : 'named';
}

function options(volume: VolumeReport): string {
  return Object.entries(volume.options)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

export const volumeList: ListDefinition<VolumeReport> = {
  name: 'volumes',
  plural: 'volumes',
  defaultSort: 'size',
  columns: [
    {
      ...textColumn<VolumeReport>('name', 'VOLUME', 'name', (volume) => volume.name, { shrinks: true }),
      text: (volume) => (volume.anonymous && volume.name.length === 64 ? shortId(volume.name) : volume.name),
    },
    textColumn('kind', 'KIND', 'named or anonymous', kind),
    textColumn('driver', 'DRIVER', 'volume driver', (volume) => volume.driver),
    sizeColumn(
      'size',
      'SIZE',
      'allocated bytes',
      (volume) => volume.allocatedBytes,
      (volume) => volume.engineSizeBytes,
    ),
    bytesColumn('apparent', 'APPARENT', 'sum of file lengths', (volume) => volume.apparentBytes),
    countColumn('inodes', 'INODES', 'inodes', (volume) => volume.inodes),
    bytesColumn('frees', 'FREES', 'what removing it gives back', (volume) => volume.reclaimableBytes, {
      shown: false,
    }),
    textColumn('users', 'USED BY', 'containers that mount it', users, { shrinks: true }),
    textColumn('options', 'OPTIONS', 'driver options', options, { shrinks: true }),
    flagColumn('used', 'a container mounts it', (volume) => volume.containers.length > 0),
    flagColumn('anonymous', 'it has no name of its own', (volume) => volume.anonymous),
  ],
};
