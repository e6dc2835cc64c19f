import { volumeDirectory } from '../model/data-root-layout.js';
import { isHex64 } from '../model/digest.js';
import type { VolumeRecord } from '../model/volume.js';
import type { VolumeReport } from '../report/types.js';
import { CONTAINERS_UNKNOWN, type HostView, isRunning } from './host-view.js';
import { figures, provenanceOf, type Provenance } from './provenance.js';
import type { SubtreeUsage } from './usage-index.js';

type VolumeUser = VolumeReport['containers'][number];

/** Reports on every volume: size, users, and why it cannot be measured where that is so. */
export function reportVolumes(view: HostView): VolumeReport[] {
  const users = usersByVolume(view);
  return view.volumes.map((volume) => reportVolume(view, volume, users.get(volume.name) ?? []));
}

function reportVolume(view: HostView, volume: VolumeRecord, containers: VolumeUser[]): VolumeReport {
  const elsewhere = storedElsewhere(volume);
  const usage = view.measured && volume.onDisk ? view.usage.at(volumeDirectory(volume.name)) : null;
  // What lies in the data root of a volume whose content is elsewhere is only its own small files.
  const measured = elsewhere === null ? usage : null;
  return {
    name: volume.name,
    driver: volume.driver,
    anonymous: isHex64(volume.name) || 'com.docker.volume.anonymous' in volume.labels,
    labels: { ...volume.labels },
    options: { ...volume.options },
    createdAt: volume.createdAt,
    mountpoint: volume.mountpoint,
    ...figures(measured),
    apparentBytes: measured?.apparentBytes ?? (view.measured ? null : volume.engineSizeBytes),
    containers,
    recorded: volume.recorded,
    onDisk: volume.onDisk,
    reclaimableBytes:
      containers.length > 0 ? 0 : view.containersKnown ? (measured?.allocatedBytes ?? null) : null,
    engineSizeBytes: volume.engineSizeBytes,
    ...volumeProvenance(view, volume, elsewhere, measured),
  };
}

/** Why a volume's content is not in the data root; `null` when it is. */
function storedElsewhere(volume: VolumeRecord): string | null {
  if (volume.driver !== 'local') return `its data is kept by the volume driver ${volume.driver}`;
  const { type, device } = volume.options;
  if (type === undefined && device === undefined) return null;
  const what = [type === undefined || type === 'none' ? null : type, device].filter(Boolean).join(' ');
  return `its content is mounted from elsewhere (${what})`;
}

function volumeProvenance(
  view: HostView,
  volume: VolumeRecord,
  elsewhere: string | null,
  usage: SubtreeUsage | null,
): Provenance {
  if (elsewhere !== null) return { source: 'unmeasured', unmeasuredReason: elsewhere };
  if (!volume.onDisk && view.measured) {
    return { source: 'unmeasured', unmeasuredReason: 'the engine lists it, but its directory is not there' };
  }
  return provenanceOf(view, usage, {
    fromEngine: !view.measured && volume.engineSizeBytes !== null,
    otherwise: view.containersKnown ? null : CONTAINERS_UNKNOWN,
  });
}

/** Containers of any state that mount each volume. */
function usersByVolume(view: HostView): Map<string, VolumeUser[]> {
  const users = new Map<string, VolumeUser[]>();
  for (const { record } of view.containers) {
    for (const name of new Set(record.mounts.flatMap((mount) => mount.volumeName ?? []))) {
      const known = users.get(name) ?? [];
      known.push({ id: record.id, name: record.name, running: isRunning(record.status) });
      users.set(name, known);
    }
  }
  return users;
}
