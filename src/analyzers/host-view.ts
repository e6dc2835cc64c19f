import type { ContainerStatus } from '../model/container.js';
import type { EngineInventory } from '../model/engine.js';
import type { Inventory } from '../model/inventory.js';
import { type HostContainer, type HostVolume, mergeContainers, mergeVolumes } from './merge-records.js';
import { ProcessMap } from './processes/process-map.js';
import { RootView } from './root-view.js';
import { type StoreActivity, storeActivity } from './store/activity.js';
import type { LayerGraph } from './store/layer-graph.js';
import type { StoreMount } from './store/layer-store.js';

const RUNNING: readonly ContainerStatus[] = ['running', 'paused', 'restarting'];

/** Why nothing may be promised about layers where BuildKit's database is not known. */
export const HOLDINGS_UNKNOWN =
  'BuildKit’s database could not be read: the build cache may hold the same layers';

/** Why nothing may be called unused where containers may be missing. */
export const CONTAINERS_UNKNOWN = 'the containers could not be listed: one that is not known may use it';

/** A container in one of these states cannot be removed without stopping it. An unknown state counts as running. */
export function isRunning(status: ContainerStatus): boolean {
  return status === 'unknown' || RUNNING.includes(status);
}

/** A writable layer and where it lies: not always in the root that has the container's configuration. */
export interface MountPlace {
  readonly root: RootView;
  readonly graph: LayerGraph;
  readonly mount: StoreMount;
}

/** The inventory joined once, for every analyzer: what engine and disks say of the same objects. */
export class HostView {
  readonly inventory: Inventory;
  readonly engine: EngineInventory | null;
  readonly roots: readonly RootView[];
  /** The data root of the engine that was asked, or else the first one; `null` when none could be read. */
  readonly primary: RootView | null;
  readonly activity: StoreActivity;
  readonly containers: readonly HostContainer[];
  readonly volumes: readonly HostVolume[];
  /** The processes of this machine with their containers; `null` where they are not the engine's, or could not be read. */
  readonly processes: ProcessMap | null;
  /** False when some containers may be unknown: then nothing they could use may be called unused. */
  readonly containersKnown: boolean;
  readonly #mounts: ReadonlyMap<string, readonly MountPlace[]>;
  readonly #usedImages = new Map<RootView, ReadonlySet<string>>();

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    this.engine = inventory.engine;
    this.roots = inventory.roots.map((root) => new RootView(root, inventory));
    const dataRoots = this.roots.filter((root) => root.inventory.kind === 'data-root');
    const told = this.engine?.facts.dataRoot ?? null;
    this.primary = dataRoots.find((root) => root.path === told) ?? dataRoots[0] ?? null;
    this.activity = storeActivity(this.roots, this.primary, this.engine);
    this.containers = mergeContainers(dataRoots, this.primary, this.engine);
    this.volumes = mergeVolumes(dataRoots, this.primary, this.engine);
    this.processes =
      inventory.processes === null ? null : new ProcessMap(inventory.processes, this.containers);
    this.containersKnown =
      dataRoots.every((root) => root === this.primary || root.containersListed) &&
      (this.primary?.containersListed === true || (this.engine?.containers ?? null) !== null);
    const places = this.roots.flatMap((root) =>
      root.graphs.flatMap((graph) => graph.store.mounts.map((mount) => ({ root, graph, mount }))),
    );
    this.#mounts = Map.groupBy(places, ({ mount }) => mount.name);
  }

  /**
   * The writable layer of a container; `undefined` when no store has it. A copy of a data root has the same ids: what
   * lies in another data root belongs to the container of that one.
   */
  mountOf({ record, root }: HostContainer): MountPlace | undefined {
    const places = this.#mounts.get(record.id) ?? [];
    const own = places.filter((place) => place.root === root);
    return (
      own.find(({ graph }) => graph.store.driver === record.storageDriver) ??
      own[0] ??
      places.find((place) => root === null || place.root.inventory.kind === 'containerd-root')
    );
  }

  /**
   * The containers that can be made from the images of a root: an engine knows its own images alone, even where another
   * engine has the same. A containerd's root may serve any engine.
   */
  containersOn(root: RootView): readonly HostContainer[] {
    if (root.inventory.kind === 'containerd-root') return this.containers;
    return this.containers.filter(
      (container) =>
        container.root === null || container.root === root || this.mountOf(container)?.root === root,
    );
  }

  /** Ids of the images of a root that a container of any state uses. */
  usedImages(root: RootView): ReadonlySet<string> {
    const known = this.#usedImages.get(root);
    if (known !== undefined) return known;
    const used = new Set(this.containersOn(root).flatMap(({ record }) => record.imageId ?? []));
    this.#usedImages.set(root, used);
    return used;
  }

  /** The root that an absolute path lies in: the innermost one; `null` when it lies in none. */
  rootAt(path: string): RootView | null {
    let found: RootView | null = null;
    for (const root of this.roots) {
      if (path !== root.path && !path.startsWith(`${root.path}/`)) continue;
      if (found === null || root.path.length > found.path.length) found = root;
    }
    return found;
  }

  /** Why nothing may be promised about the layers of a store; `null` when all that could hold them is known. */
  unpromisable(graph: LayerGraph): string | null {
    if (!this.containersKnown) return CONTAINERS_UNKNOWN;
    return graph.store.buildCache === null ? HOLDINGS_UNKNOWN : null;
  }

  /** Parts held by writable layers, the build cache, and what no engine command removes. */
  heldParts(graph: LayerGraph): Set<string> {
    const held = graph.layersOfMounts();
    for (const part of graph.partsOf(graph.store.buildCache)) held.add(part);
    for (const part of graph.partsOf(graph.store.others)) held.add(part);
    return held;
  }
}
