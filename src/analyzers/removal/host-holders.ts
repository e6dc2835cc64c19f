import type { BuildCacheReport, ContainerReport, VolumeReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import type { HostContainer, HostVolume } from '../merge-records.js';
import type { StoreMount } from '../store/layer-store.js';
import { type CacheEntry, cacheEntries } from './cache-entries.js';
import { StorePlace } from './store-place.js';

/** The reports that holders are joined with: those of the whole host. */
export interface HolderReports {
  readonly containers: readonly ContainerReport[];
  readonly volumes: readonly VolumeReport[];
  readonly buildCache: readonly BuildCacheReport[];
}

/** Who holds what on a host: each join is made once. */
export class HostHolders {
  readonly view: HostView;
  readonly cache: readonly CacheEntry[];
  readonly stores: readonly StorePlace[];
  readonly #containers = new Map<StoreMount, HostContainer>();
  readonly #users = new Map<string, HostContainer[]>();
  readonly #reports = new Map<string, ContainerReport | VolumeReport | BuildCacheReport>();
  readonly #children = new Map<StorePlace, ReadonlyMap<string, readonly string[]>>();

  /** @param reports of the same inventory as the view. */
  constructor(view: HostView, reports: HolderReports) {
    this.view = view;
    this.cache = cacheEntries(view);
    this.stores = view.roots.flatMap((root) =>
      root.graphs.map((graph) => new StorePlace(view, root, graph, this.cache)),
    );
    const primary = view.primary?.path ?? null;
    for (const container of view.containers) {
      const place = view.mountOf(container);
      if (place !== undefined) this.#containers.set(place.mount, container);
      for (const name of new Set(container.record.mounts.flatMap((mount) => mount.volumeName ?? []))) {
        const key = keyOf('user', container.root?.path ?? primary, name);
        const known = this.#users.get(key);
        if (known === undefined) this.#users.set(key, [container]);
        else known.push(container);
      }
    }
    for (const one of reports.containers) this.#reports.set(keyOf('container', one.root, one.id), one);
    for (const one of reports.volumes) this.#reports.set(keyOf('volume', one.root, one.name), one);
    for (const one of reports.buildCache) this.#reports.set(keyOf('cache', one.root, one.id), one);
  }

  /** The container of a writable layer; a copy of its root has a container of the same id. */
  containerOf(mount: StoreMount): HostContainer | undefined {
    return this.#containers.get(mount);
  }

  /** Containers of any state that mount a volume. */
  usersOf({ record, root }: HostVolume): readonly HostContainer[] {
    return this.#users.get(keyOf('user', root?.path ?? this.view.primary?.path ?? null, record.name)) ?? [];
  }

  /** Images that name another one as their parent. */
  childrenOf(place: StorePlace, id: string): readonly string[] {
    let children = this.#children.get(place);
    if (children === undefined) {
      const lists = new Map<string, string[]>();
      for (const image of place.graph.images.values()) {
        if (image.parentId === null) continue;
        const known = lists.get(image.parentId);
        if (known === undefined) lists.set(image.parentId, [image.id]);
        else known.push(image.id);
      }
      children = lists;
      this.#children.set(place, children);
    }
    return children.get(id) ?? [];
  }

  containerReport({ record, root }: HostContainer): ContainerReport | undefined {
    const found = this.#reports.get(keyOf('container', root?.path ?? null, record.id));
    return found !== undefined && 'status' in found ? found : undefined;
  }

  volumeReport({ record, root }: HostVolume): VolumeReport | undefined {
    const found = this.#reports.get(keyOf('volume', root?.path ?? null, record.name));
    return found !== undefined && 'anonymous' in found ? found : undefined;
  }

  cacheReport({ record, root }: CacheEntry): BuildCacheReport | undefined {
    const found = this.#reports.get(keyOf('cache', root?.path ?? null, record.id));
    return found !== undefined && 'shared' in found ? found : undefined;
  }
}

function keyOf(kind: string, root: string | null, id: string): string {
  return JSON.stringify([kind, root, id]);
}
