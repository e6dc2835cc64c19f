import type { HostContainer, HostVolume } from '../merge-records.js';
import type { CacheEntry } from './cache-entries.js';
import type { FoundObject } from './objects.js';
import type { StorePlace } from './store-place.js';

/** Positions of the objects that come from each source of the host. */
export class Positions {
  readonly containers = new Map<HostContainer, number>();
  readonly cache = new Map<CacheEntry, number>();
  readonly volumes = new Map<HostVolume, number>();
  readonly #images = new Map<StorePlace | null, Map<string, number>>();
  readonly #containersById = new Map<string, number[]>();

  constructor(found: readonly FoundObject[]) {
    for (const [position, { id, source }] of found.entries()) {
      if (source.kind === 'container') {
        this.containers.set(source.container, position);
        this.#containersById.set(id, [...(this.#containersById.get(id) ?? []), position]);
      }
      if (source.kind === 'volume') this.volumes.set(source.volume, position);
      if (source.kind === 'build-cache') this.cache.set(source.entry, position);
      if (source.kind === 'image') {
        const images = this.#images.get(source.place) ?? new Map<string, number>();
        this.#images.set(source.place, images);
        images.set(id, position);
      }
    }
  }

  image(place: StorePlace | null, id: string): number | undefined {
    return this.#images.get(place)?.get(id);
  }

  containersById(id: string): readonly number[] {
    return this.#containersById.get(id) ?? [];
  }
}
