import type { HostContainer, HostVolume } from '../merge-records.js';
import { isContainerMount, type StoreMount } from '../store/layer-store.js';
import type { CacheEntry } from '../removal/cache-entries.js';
import type { WhoseHost } from './whose-host.js';
import type { StorePlace } from '../removal/store-place.js';

/**
 * Objects that are to go together. Adding one adds what keeps the engine from removing it: an image's children and
 * containers, a record's children, a volume's containers.
 */
export class RemovalSet {
  readonly host: WhoseHost;
  readonly images = new Map<StorePlace, Set<string>>();
  readonly containers = new Set<HostContainer>();
  readonly cache = new Set<CacheEntry>();
  readonly volumes = new Set<HostVolume>();
  /** Why the object cannot go even when all of these do; empty when it can. */
  readonly obstacles = new Set<string>();

  constructor(host: WhoseHost) {
    this.host = host;
  }

  addImage(place: StorePlace, id: string): this {
    const known = this.images.get(place) ?? new Set();
    this.images.set(place, known);
    const pending = [id];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (known.has(next)) continue;
      known.add(next);
      pending.push(...this.host.childrenOf(place, next));
      for (const container of place.containersOf(next)) this.addContainer(container);
    }
    return this;
  }

  addContainer(container: HostContainer): this {
    this.containers.add(container);
    return this;
  }

  addCache(entry: CacheEntry): this {
    const pending = [entry];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.cache.has(next)) continue;
      this.cache.add(next);
      pending.push(...next.children);
    }
    return this;
  }

  addVolume(volume: HostVolume): this {
    this.volumes.add(volume);
    for (const container of this.host.usersOf(volume)) this.addContainer(container);
    return this;
  }

  /** Everybody who holds a layer or blob. */
  addHoldersOf(place: StorePlace, part: string): this {
    for (const id of place.keepersOf(part)) this.addImage(place, id);
    for (const mount of place.mountsOn(part)) this.#addMount(place, mount);
    for (const entry of place.cacheOf(part)) this.addCache(entry);
    if (place.unrecorded.has(part)) this.obstacles.add('BuildKit keeps it without a record that is known');
    if (place.others.has(part)) this.obstacles.add('something keeps it that no engine command removes');
    return this;
  }

  #addMount(place: StorePlace, mount: StoreMount): void {
    const container = this.host.containerOf(mount);
    if (container !== undefined) {
      this.addContainer(container);
      return;
    }
    const entry = place.steps.get(mount);
    if (entry !== undefined) this.addCache(entry);
    else if (isContainerMount(mount)) {
      this.obstacles.add('it carries a writable layer whose container has no configuration');
    } else this.obstacles.add('a build step that runs stands on it');
  }

  /** True when a writable layer goes with the set. */
  takes(place: StorePlace, mount: StoreMount): boolean {
    const container = this.host.containerOf(mount);
    if (container !== undefined) return this.containers.has(container);
    const entry = place.steps.get(mount);
    return entry !== undefined && this.cache.has(entry);
  }
}
