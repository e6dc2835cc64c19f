import { volumeDirectory } from '../model/data-root-layout.js';
import { isHex64 } from '../model/digest.js';
import type { VolumeRecord } from '../model/volume.js';
import type { ContainerReport, VolumeReport } from '../report/types.js';
import { CONTAINERS_UNKNOWN, type HostView, isRunning } from './host-view.js';
import type { HostVolume } from './merge-records.js';
import { Proof } from './accounting/proof.js';
import { unmeasured as missing, withProvenance } from './figures/exact-sources.js';
import { figures, provenanceOf, type Provenance } from './figures/provenance.js';
import type { SubtreeUsage } from './figures/usage-index.js';

type VolumeUser = VolumeReport['containers'][number];

/**
 * Reports on every volume: size, users, and why it cannot be measured where that is so.
 * @param containers those of all roots and stores: a container that the engine does not show still needs its data.
 */
export function reportVolumes(view: HostView, containers: readonly ContainerReport[]): VolumeReport[] {
  // What only the engine told of belongs to its data root.
  const primary = view.primary?.path ?? null;
  const users = usersByVolume(containers, primary);
  return view.volumes.map((volume) =>
    reportVolume(view, volume, users.get(keyOf(volume.root?.path ?? primary, volume.record.name)) ?? []),
  );
}

function keyOf(root: string | null, name: string): string {
  return JSON.stringify([root, name]);
}

function reportVolume(view: HostView, { record, root }: HostVolume, containers: VolumeUser[]): VolumeReport {
  const elsewhere = storedElsewhere(record);
  const usage = root?.measured === true && record.onDisk ? root.usage.at(volumeDirectory(record.name)) : null;
  // What lies in the data root of a volume whose content is elsewhere is only its own small files.
  const measured = elsewhere === null ? usage : null;
  const unmeasured = root?.measured !== true;
  const hidden = root === null ? null : view.activity.hiddenRoot(root);
  const report = {
    root: root?.path ?? null,
    hidden,
    name: record.name,
    driver: record.driver,
    anonymous: isHex64(record.name) || 'com.docker.volume.anonymous' in record.labels,
    labels: { ...record.labels },
    options: { ...record.options },
    createdAt: record.createdAt,
    mountpoint: record.mountpoint,
    ...figures(measured),
    apparentBytes: measured?.apparentBytes ?? (unmeasured ? record.engineSizeBytes : null),
    containers,
    recorded: record.recorded,
    onDisk: record.onDisk,
    reclaimableBytes: hidden === null ? reclaimableOf(view, { record, root }, containers, measured) : 0,
    engineSizeBytes: record.engineSizeBytes,
  };
  const noPromise =
    report.reclaimableBytes === null ? (view.containersKnown ? VOLUMES_UNKNOWN : CONTAINERS_UNKNOWN) : null;
  const own = volumeProvenance({ record, root }, elsewhere, measured, noPromise);
  // Of a volume that was measured only the promise is missing.
  return withProvenance(report, own, { reclaimableBytes: measured === null ? null : missing(noPromise) });
}

/** What its removal by the engine gives back; `null` when that cannot be promised. */
function reclaimableOf(
  view: HostView,
  { record, root }: HostVolume,
  containers: readonly VolumeUser[],
  measured: SubtreeUsage | null,
): number | null {
  if (containers.length > 0) return 0;
  if (!view.containersKnown) return null;
  // The engine cannot remove what it does not know: it adopts the directory first, when it starts.
  if (!record.recorded && root !== null) return new Proof(root).volumes() ? 0 : null;
  return measured?.allocatedBytes ?? null;
}

/** Why a volume's content is not in the data root; `null` when it is. */
function storedElsewhere(volume: VolumeRecord): string | null {
  if (volume.driver !== 'local') return `its data is kept by the volume driver ${volume.driver}`;
  const { type, device } = volume.options;
  if (type === undefined && device === undefined) return null;
  const what = [type === undefined || type === 'none' ? null : type, device].filter(Boolean).join(' ');
  return `its content is mounted from elsewhere (${what})`;
}

/** Why nothing is promised of a directory that may be a volume of the engine or none. */
const VOLUMES_UNKNOWN = 'the engine’s record of volumes could not be read: it may not know this one';

function volumeProvenance(
  { record, root }: HostVolume,
  elsewhere: string | null,
  usage: SubtreeUsage | null,
  noPromise: string | null,
): Provenance {
  if (elsewhere !== null) return { source: 'unmeasured', unmeasuredReason: elsewhere };
  if (!record.onDisk && root?.measured === true) {
    return { source: 'unmeasured', unmeasuredReason: 'the engine lists it, but its directory is not there' };
  }
  return provenanceOf(root, usage, {
    fromEngine: root?.measured !== true && record.engineSizeBytes !== null,
    otherwise: usage === null ? null : noPromise,
  });
}

/** Containers of any state that mount each volume of their root. */
function usersByVolume(
  containers: readonly ContainerReport[],
  primary: string | null,
): Map<string, VolumeUser[]> {
  const users = new Map<string, VolumeUser[]>();
  for (const { id, name, status, hidden, root, mounts } of containers) {
    for (const volume of new Set(mounts.flatMap((mount) => mount.volumeName ?? []))) {
      const key = keyOf(root ?? primary, volume);
      const known = users.get(key) ?? [];
      known.push({ id, name, running: isRunning(status), hidden });
      users.set(key, known);
    }
  }
  return users;
}
