import { containerDirectory, volumeDirectory } from '../../model/data-root-layout.js';
import { addBytes } from '../../model/usage.js';
import { CONTAINERS_UNKNOWN } from '../host-view.js';
import { removeImages } from '../figures/image-removal.js';
import type { RootView } from '../root-view.js';
import { placeOf, type Place } from '../store/layer-store.js';
import { figureProvenance } from './figure-provenance.js';
import { outermost } from './outermost.js';
import type { RemovalSet } from './removal-set.js';
import type { StorePlace } from './store-place.js';

/** What a removal frees; `freedBytes` is `null` where that cannot be promised, for the reason given. */
export interface Freed {
  readonly freedBytes: number | null;
  readonly reason: string | null;
}

class Unpromisable extends Error {}

/**
 * Allocated bytes that the engine gives back when it removes everything in the set: directories of containers, cache
 * records and volumes, and each layer and blob that nobody keeps any more, by the same rules as what the report calls
 * reclaimable. What hard links share counts once.
 */
export function freedBy(set: RemovalSet): Freed {
  try {
    return { freedBytes: sumFreed(set), reason: null };
  } catch (error) {
    if (error instanceof Unpromisable) return { freedBytes: null, reason: error.message };
    throw error;
  }
}

function sumFreed(set: RemovalSet): number {
  const [obstacle] = set.obstacles;
  if (obstacle !== undefined) throw new Unpromisable(obstacle);
  const paths = new Paths();
  addContainers(set, paths);
  addVolumes(set, paths);
  addCache(set, paths);
  for (const place of set.host.stores) addParts(set, place, paths);
  return paths.freed();
}

/** Paths that go, by root. */
class Paths {
  readonly #byRoot = new Map<RootView, Set<string>>();

  add(root: RootView | null, path: string): void {
    if (root === null) throw new Unpromisable('only the engine told of it: nothing was measured on the disk');
    const known = this.#byRoot.get(root);
    if (known === undefined) this.#byRoot.set(root, new Set([path]));
    else known.add(path);
  }

  /** Adds what a place holds; its content must have been measured. */
  addPlace(root: RootView, { content, metadata }: Place): void {
    if (content !== null) {
      if (root.usage.at(content) === null)
        throw new Unpromisable(`${root.absolute(content)} was not measured`);
      this.add(root, content);
    }
    for (const path of metadata) this.add(root, path);
  }

  freed(): number {
    let total = 0;
    for (const [root, paths] of this.#byRoot) {
      const unmeasured = root.unmeasuredReason;
      if (unmeasured !== null) throw new Unpromisable(unmeasured);
      const met = outermost(paths);
      if (root.usage.met(met).unreadable > 0) {
        throw new Unpromisable('some of its entries could not be read');
      }
      total = addBytes(total, root.usage.freed(met));
    }
    return total;
  }
}

function addContainers(set: RemovalSet, paths: Paths): void {
  for (const container of set.containers) {
    const { root, record } = container;
    const report = set.host.containerReport(container);
    if (report?.totalBytes == null) {
      throw new Unpromisable(
        figureProvenance(report, 'totalBytes').unmeasuredReason ?? `container ${record.id} was not measured`,
      );
    }
    paths.add(root, containerDirectory(record.id));
  }
}

function addCache(set: RemovalSet, paths: Paths): void {
  for (const entry of set.cache) {
    const report = set.host.cacheReport(entry);
    if (entry.root === null || (report?.path != null && report.allocatedBytes === null)) {
      throw new Unpromisable(
        figureProvenance(report, 'allocatedBytes').unmeasuredReason ??
          `record ${entry.record.id} was not measured`,
      );
    }
    for (const path of entry.directories) paths.add(entry.root, path);
  }
}

function addVolumes(set: RemovalSet, paths: Paths): void {
  if (set.volumes.size > 0 && !set.host.view.containersKnown) throw new Unpromisable(CONTAINERS_UNKNOWN);
  for (const volume of set.volumes) {
    const report = set.host.volumeReport(volume);
    if (report?.allocatedBytes == null) {
      throw new Unpromisable(
        figureProvenance(report, 'allocatedBytes').unmeasuredReason ??
          `volume ${volume.record.name} was not measured`,
      );
    }
    paths.add(volume.root, volumeDirectory(volume.record.name));
  }
}

/** Writable layers of the set, and the parts of one store that only the set has kept. */
function addParts(set: RemovalSet, place: StorePlace, paths: Paths): void {
  const { graph, root } = place;
  const ids = set.images.get(place) ?? new Set<string>();
  const mounts = graph.store.mounts.filter((mount) => set.takes(place, mount));
  for (const { writable, init, metadata } of mounts) {
    if (writable === null) {
      throw new Unpromisable(graph.store.unmeasuredReason ?? 'its writable layer lies in no directory');
    }
    paths.addPlace(root, { content: writable, metadata });
    if (init !== null) paths.addPlace(root, { content: init, metadata: [] });
  }
  const released = graph.closure(mounts.map((mount) => mount.parentChainId));
  for (const entry of set.cache) for (const part of place.cacheParts.get(entry) ?? []) released.add(part);
  if (ids.size + released.size === 0) return;
  const kept = keptParts(set, place);
  const removal = removeImages(graph, ids, { usedImages: place.usedImages(set.containers), heldParts: kept });
  if (removal.images.size < ids.size) {
    throw new Unpromisable('the records of its images contradict each other');
  }
  for (const [id, parts] of graph.parts) {
    if (!removal.images.has(id)) for (const part of parts) kept.add(part);
  }
  const gone = new Set([...removal.parts, ...[...released].filter((part) => !kept.has(part))]);
  const unpromisable = place.view.unpromisable(graph) ?? graph.store.unmeasuredReason;
  if (ids.size + gone.size > 0 && unpromisable !== null) throw new Unpromisable(unpromisable);
  for (const part of gone) {
    const at = placeOf(graph.store, part);
    if (at !== undefined) paths.addPlace(root, at);
  }
  for (const id of removal.images) {
    for (const path of graph.store.images.get(id)?.metadata ?? []) paths.add(root, path);
  }
}

/** What is kept by everything that stays. */
function keptParts(set: RemovalSet, place: StorePlace): Set<string> {
  const kept = place.graph.layersOfMounts((mount) => !set.takes(place, mount));
  for (const [entry, parts] of place.cacheParts) {
    if (!set.cache.has(entry)) for (const part of parts) kept.add(part);
  }
  for (const held of [place.unrecorded, place.others]) for (const part of held) kept.add(part);
  return kept;
}
