import { cleanText } from '../text/clean-text.js';
import { hiddenFooter } from '../text/hidden.js';
import { shortId } from '../text/names.js';
import { wrapText } from '../text/wrap.js';
import type { VolumeReport } from '../types.js';
import type { ListDefinition } from './column.js';
import {
  bytesColumn,
  flagColumn,
  inodesColumn,
  nameColumn,
  placeColumns,
  sizeColumn,
  textColumn,
  timeColumn,
} from './columns.js';

/** A container that the engine does not show is no reason for it to keep the volume. */
function userState({ hidden, running }: VolumeReport['containers'][number]): string {
  return hidden !== null ? ' (hidden)' : running ? '' : ' (stopped)';
}

function users(volume: VolumeReport): string {
  return volume.containers.map((user) => `${user.name ?? shortId(user.id)}${userState(user)}`).join(', ');
}

function options(volume: VolumeReport): string {
  return Object.entries(volume.options)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** What is unusual about a volume; empty when nothing is. */
export function volumeNote(volume: VolumeReport): string {
  const notes = [
    ...(volume.anonymous ? ['anonymous'] : []),
    ...(volume.recorded ? [] : ['unknown to the engine']),
    ...(volume.onDisk ? [] : ['not on this disk']),
    ...(volume.containers.length === 0 ? ['unused'] : []),
  ];
  return notes.join(', ');
}

/** Why volumes were not measured, one line a reason. */
function footer(volumes: readonly VolumeReport[], available: number): string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, source, unmeasuredReason } of volumes) {
    if (source !== 'unmeasured') continue;
    const reason = unmeasuredReason ?? 'unmeasured';
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  const lines = [...reasons].flatMap(([reason, names]) =>
    wrapText(cleanText(`? ${names.join(', ')}: ${reason}`), available),
  );
  return [...(lines.length === 0 ? [] : ['', ...lines]), ...hiddenFooter(volumes, available)];
}

export const volumeList: ListDefinition<VolumeReport> = {
  name: 'volumes',
  plural: 'volumes',
  about: 'volumes with size and users',
  defaultSort: 'size',
  records: (report) => report.volumes,
  notices: ['hidden-volumes'],
  footer,
  columns: [
    nameColumn('name', 'VOLUME', 'name', (volume) => volume.name, {
      shrinks: 'middle',
      text: (volume) => (volume.anonymous && volume.name.length === 64 ? shortId(volume.name) : volume.name),
    }),
    textColumn('kind', 'KIND', 'named or anonymous', (one) => (one.anonymous ? 'anonymous' : 'named'), {
      drop: 4,
    }),
    textColumn('driver', 'DRIVER', 'volume driver', (volume) => volume.driver, { drop: 6, shrinks: 'end' }),
    sizeColumn(
      'size',
      'SIZE',
      'allocated bytes',
      (volume) => volume.allocatedBytes,
      (volume) => volume.engineSizeBytes,
      { field: 'allocatedBytes' },
    ),
    bytesColumn('apparent', 'APPARENT', 'sum of file lengths', (one) => one.apparentBytes, {
      field: 'apparentBytes',
      drop: 5,
    }),
    inodesColumn('inodes', 2, (volume) => volume.inodes),
    bytesColumn('frees', 'FREES', 'what removing it gives back', (one) => one.reclaimableBytes, {
      field: 'reclaimableBytes',
      shown: false,
      drop: 3,
    }),
    textColumn('users', 'USED BY', 'containers that mount it', users, { shrinks: 'end', drop: 1 }),
    textColumn('note', 'NOTE', 'what is unusual about it', volumeNote, {
      shown: false,
      drop: 7,
      sparse: true,
    }),
    textColumn('options', 'OPTIONS', 'driver options', options, { shrinks: 'end', drop: 8, sparse: true }),
    textColumn('mountpoint', 'MOUNT POINT', 'its directory', (volume) => volume.mountpoint, {
      shown: false,
      shrinks: 'middle',
    }),
    ...placeColumns<VolumeReport>(),
    timeColumn('created', 'CREATED', 'when it was created', (one) => one.createdAt, { shown: false }),
    flagColumn('used', 'a container mounts it', (volume) => volume.containers.length > 0),
    flagColumn('anonymous', 'it has no name of its own', (volume) => volume.anonymous),
  ],
};
