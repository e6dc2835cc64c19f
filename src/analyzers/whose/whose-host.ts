import type {
  BuildCacheReport,
  ContainerReport,
  LeftoverReport,
  Report,
  VolumeReport,
} from '../../report/types.js';
import { type Accounting, accountFor } from '../accounting/accounting.js';
import type { HostView } from '../host-view.js';
import type { HostContainer, HostVolume } from '../merge-records.js';
import type { Leftover, Owner } from '../accounting/owner.js';
import type { RootView } from '../root-view.js';
import { type CacheEntry, cacheEntries } from './cache-entries.js';
import type { StoreMount } from '../store/layer-store.js';
import { StorePlace } from './store-place.js';

/** A host made ready for questions: each join is made once, whatever the number of keys. */
export class WhoseHost {
  readonly view: HostView;
  readonly report: Report;
  readonly cache: readonly CacheEntry[];
  readonly stores: readonly StorePlace[];
  readonly #accounting = new Map<RootView, Accounting>();
  readonly #groups = new Map<RootView, ReadonlySet<string>>();
  readonly #parents = new Map<RootView, ReadonlySet<string>>();
  readonly #containers = new Map<StoreMount, HostContainer>();
  readonly #users = new Map<string, HostContainer[]>();
  readonly #reports = new Map<string, ContainerReport | VolumeReport | BuildCacheReport>();
  readonly #children = new Map<StorePlace, ReadonlyMap<string, readonly string[]>>();

  /** @param report of the same inventory as the view. */
  constructor(view: HostView, report: Report) {
    this.view = view;
    this.report = report;
    this.cache = cacheEntries(view);
    this.stores = view.roots.flatMap((root) =>
      root.graphs.map((graph) => new StorePlace(view, root, graph, this.cache)),
    );
    for (const container of view.containers) {
      const place = view.mountOf(container);
      if (place !== undefined) this.#containers.set(place.mount, container);
    }
    const primary = view.primary?.path ?? null;
    for (const container of view.containers) {
      for (const name of new Set(container.record.mounts.flatMap((mount) => mount.volumeName ?? []))) {
        const key = keyOf('user', container.root?.path ?? primary, name);
        this.#users.set(key, [...(this.#users.get(key) ?? []), container]);
      }
    }
    for (const one of report.containers) this.#reports.set(keyOf('container', one.root, one.id), one);
    for (const one of report.volumes) this.#reports.set(keyOf('volume', one.root, one.name), one);
    for (const one of report.buildCache) this.#reports.set(keyOf('cache', one.root, one.id), one);
  }

  /** Whose a path below a root is, as the accounting says; `null`: no rule explains it. */
  ownerOf(root: RootView, path: string): Owner | null {
    return this.accountingOf(root).ownerAt(path);
  }

  accountingOf(root: RootView): Accounting {
    const known = this.#accounting.get(root) ?? accountFor(this.view, root);
    this.#accounting.set(root, known);
    return known;
  }

  /** Paths of the groups of a root's walk. */
  groupsOf(root: RootView): ReadonlySet<string> {
    const known =
      this.#groups.get(root) ?? new Set((root.inventory.walk?.groups ?? []).map(({ path }) => path));
    this.#groups.set(root, known);
    return known;
  }

  /** True for a directory of which the walk has kept the entries apart. */
  holdsGroups(root: RootView, directory: string): boolean {
    let known = this.#parents.get(root);
    if (known === undefined) {
      const paths = [...this.groupsOf(root)].filter((path) => path !== '');
      known = new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
      this.#parents.set(root, known);
    }
    return known.has(directory);
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

  /** The report of a leftover that the accounting has found in a root. */
  leftoverReport(root: RootView, { kind, path, key }: Leftover): LeftoverReport | undefined {
    return this.report.leftovers.find(
      (one) =>
        one.root === root.path &&
        one.kind === kind &&
        one.key === key &&
        (path === null || one.path === root.absolute(path)),
    );
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
