import { VOLUMES, volumeDirectory } from '../../model/data-root-layout.js';
import { deadMountKeys } from './dead-mounts.js';
import type { HostView } from '../host-view.js';
import { InUse } from '../accounting/in-use.js';
import { REMOVALS } from './leftover-removal.js';
import { type LeftoverFacts, timeOf } from './leftovers.js';
import type { HostVolume } from '../merge-records.js';
import { figures } from '../figures/provenance.js';
import { Proof } from '../accounting/proof.js';
import type { RootView } from '../root-view.js';
import { Settled } from '../accounting/settled.js';

/**
 * Volumes of which the engine's record or the directory is missing. Their bytes stay in the category of volumes: they
 * may be somebody's data, and nothing of it is promised as reclaimable.
 */
export function volumeLeftovers(view: HostView, root: RootView): LeftoverFacts[] {
  if (root.inventory.kind !== 'data-root' || !root.measured || !new Proof(root).volumes()) return [];
  const settled = new Settled(view, root);
  const later = view.volumes.filter((volume) => volume.root === root);
  const earlier = new Map(root.inventory.earlierRecords.volumes.map((volume) => [volume.name, volume]));
  const used = new Set(
    [...root.inventory.earlierRecords.containers, ...view.containers.map(({ record }) => record)].flatMap(
      ({ mounts }) => mounts.flatMap(({ volumeName }) => volumeName ?? []),
    ),
  );
  return later.flatMap((volume) => {
    const before = earlier.get(volume.record.name);
    if (before === undefined) return [];
    const { recorded, onDisk } = volume.record;
    if (!recorded && !before.recorded && onDisk && before.onDisk) {
      // A volume of a container is adopted, whether or not it is recorded.
      return view.containersKnown && !used.has(volume.record.name)
        ? unrecorded(view, root, settled, volume)
        : [];
    }
    return recorded && !onDisk && !before.onDisk ? withoutDirectory(root, settled, volume) : [];
  });
}

/** The engine adopts such directories when it starts: it has those that were there then. */
function unrecorded(
  view: HostView,
  root: RootView,
  settled: Settled,
  { record }: HostVolume,
): LeftoverFacts[] {
  const path = volumeDirectory(record.name);
  const usage = root.usage.at(path);
  const isListed = root === view.primary && view.engine?.volumes != null;
  if (usage === null || (settled.live && !isListed) || !settled.at(usage.newestMs)) return [];
  if (InUse.of(view.inventory).has(root.absolute(path), deadMountKeys(view))) return [];
  const evidence =
    'a volume directory that the engine does not know: it is in no record, and no container uses it';
  const kind = 'orphaned-volume-directory';
  return [report(root, kind, path, evidence, { ...figures(usage), modifiedAt: timeOf(usage.newestMs) })];
}

/** While an engine removes a volume, its directory goes before its record does. */
function withoutDirectory(root: RootView, settled: Settled, { record }: HostVolume): LeftoverFacts[] {
  if (record.driver !== 'local') return [];
  const path = volumeDirectory(record.name);
  const volumes = (root.inventory.walk?.groups ?? []).find((group) => group.path === VOLUMES);
  if (root.inventory.walk?.state !== 'complete' || volumes === undefined) return [];
  if (!settled.at(volumes.newestMs)) return [];
  const evidence = `volumes/metadata.db has the volume ${JSON.stringify(record.name)}, but there is no directory of it`;
  const nothing = { allocatedBytes: 0, apparentBytes: 0, inodes: 0, modifiedAt: null };
  return [report(root, 'missing-volume-directory', path, evidence, nothing)];
}

function report(
  root: RootView,
  kind: LeftoverFacts['kind'],
  path: string,
  evidence: string,
  measured: Pick<LeftoverFacts, 'allocatedBytes' | 'apparentBytes' | 'inodes' | 'modifiedAt'>,
): LeftoverFacts {
  return {
    root: root.path,
    kind,
    category: 'volumes',
    path: root.absolute(path),
    key: null,
    ...measured,
    evidence,
    removal: REMOVALS[kind],
  };
}
