import { isRunning } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import { isContainerMount } from '../store/layer-store.js';
import { blobNode, snapshotNode } from '../store/reference-graph.js';
import { holderOf } from '../store/containerd-index.js';
import { IMAGE_NAMESPACE } from '../../model/containerd-layout.js';
import type { CacheEntry } from '../removal/cache-entries.js';
import { dataOfRecord } from '../removal/record-parts.js';
import type { StorePlace } from '../removal/store-place.js';
import type { Holder } from './subject.js';
import type { WhoseHost } from './whose-host.js';

export function imageHolder(place: StorePlace, id: string, how: string): Holder {
  const references = place.graph.images.get(id)?.references ?? [];
  const name = references.length === 0 ? null : references.join(', ');
  return { kind: 'image', id, name, how, hidden: place.hidden };
}

export function containerHolder(host: WhoseHost, container: HostContainer, how: string): Holder {
  const { id, name, status } = container.record;
  const state = isRunning(status) ? `${how}; ${status}` : `${how}; not running (${status})`;
  return { kind: 'container', id, name, how: state, hidden: host.containerReport(container)?.hidden ?? null };
}

export function cacheHolder(host: WhoseHost, entry: CacheEntry, how: string): Holder {
  const { id, description } = entry.record;
  const report = host.cacheReport(entry);
  const used = report?.inUse === true ? `${how}; in use by a build` : how;
  const name = description === '' ? null : description;
  return { kind: 'build-cache', id, name, how: used, hidden: report?.hidden ?? null };
}

/** Everybody who holds a layer or a blob of a store. */
export function holdersOfPart(host: WhoseHost, place: StorePlace, part: string): Holder[] {
  return [
    ...place.imagesOf(part).map((id) => imageHolder(place, id, howImage(place, id, part))),
    ...place.mountsOn(part).map((mount): Holder => {
      const container = host.containerOf(mount);
      if (container !== undefined) return containerHolder(host, container, 'its writable layer stands on it');
      const entry = place.steps.get(mount);
      if (entry !== undefined) return cacheHolder(host, entry, 'a build step stands on it');
      const how = isContainerMount(mount)
        ? 'the writable layer of a container without configuration stands on it'
        : 'a build step that runs stands on it';
      return { kind: 'unknown', id: mount.name, name: null, how, hidden: null };
    }),
    ...place.cacheOf(part).map((entry) => {
      const own = dataOfRecord(place.graph, entry.record) === part;
      return cacheHolder(host, entry, own ? 'its data is this' : 'keeps it, or stands on it');
    }),
    ...(place.unrecorded.has(part)
      ? [
          {
            kind: 'unknown' as const,
            id: 'buildkit',
            name: null,
            how: 'BuildKit keeps it without a record that is known',
            hidden: null,
          },
        ]
      : []),
    ...(place.others.has(part) ? outsideHolders(place, part) : []),
  ];
}

function howImage(place: StorePlace, id: string, part: string): string {
  const chain = place.graph.chains.get(id) ?? [];
  const at = chain.indexOf(part);
  if (at >= 0) return `its layer ${at + 1} of ${chain.length}`;
  return part === `blob ${id}` ? 'its own document' : 'part of its content';
}

/** Leases, other namespaces and labels that keep a part of a containerd store. */
function outsideHolders({ index }: StorePlace, part: string): Holder[] {
  if (index === null) return [];
  const blob = part.startsWith('blob ') ? part.slice('blob '.length) : null;
  const snapshot = [...index.snapshots.values()].find(({ id }) => id === part);
  const node =
    blob !== null
      ? blobNode(blob)
      : snapshotNode(snapshot?.entry.snapshotter ?? '', snapshot?.entry.key ?? part);
  const found: Holder[] = [];
  for (const lease of index.namespace?.leases ?? []) {
    if (holderOf(lease) !== 'other' || !index.references.reachOfLease(lease).has(node)) continue;
    const how = lease.expiresAt === null ? 'without an end' : `until ${lease.expiresAt}`;
    found.push({ kind: 'lease', id: lease.id, name: null, how, hidden: null });
  }
  for (const { name, blobs } of index.store.namespaces) {
    if (name === IMAGE_NAMESPACE || blob === null || !blobs.some(({ digest }) => digest === blob)) continue;
    found.push({ kind: 'namespace', id: name, name: null, how: 'has recorded it as well', hidden: null });
  }
  if (found.length > 0) return found;
  return [
    { kind: 'engine', id: IMAGE_NAMESPACE, name: null, how: 'a label of containerd keeps it', hidden: null },
  ];
}
