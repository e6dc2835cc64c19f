import { containerDirectory, volumeDirectory } from '../../model/data-root-layout.js';
import { CONTAINERS_UNKNOWN } from '../host-view.js';
import type { RootView } from '../root-view.js';
import { figureProvenance } from '../figures/figure-provenance.js';
import { type Place, placeOf, type StoreMount } from '../store/layer-store.js';
import { FreedPaths } from './freed-paths.js';
import type { GateNetworkBuilder } from './gate-network.js';
import type { HostHolders } from './host-holders.js';
import type { FoundObject } from './objects.js';
import type { StorePlace } from './store-place.js';

const ONLY_TOLD = 'only the engine told of it: nothing was measured on the disk';

/**
 * Adds to the network what goes with the objects: their own directories, and the layers and blobs that they hold.
 * @returns absolute paths by gate
 */
export function addParts(
  holders: HostHolders,
  found: readonly FoundObject[],
  builder: GateNetworkBuilder,
): ReadonlyMap<number, string> {
  return new PartsBuilder(holders, found, builder).add();
}

class PartsBuilder {
  readonly #holders: HostHolders;
  readonly #found: readonly FoundObject[];
  readonly #builder: GateNetworkBuilder;
  readonly #paths: FreedPaths;
  /** Gates by source: containers, cache entries. */
  readonly #gates = new Map<object, number>();

  constructor(holders: HostHolders, found: readonly FoundObject[], builder: GateNetworkBuilder) {
    this.#holders = holders;
    this.#found = found;
    this.#builder = builder;
    this.#paths = new FreedPaths(builder);
  }

  add(): ReadonlyMap<number, string> {
    const images = new Map<StorePlace, Map<string, number>>();
    for (const [gate, { id, source }] of this.#found.entries()) {
      switch (source.kind) {
        case 'container':
          this.#gates.set(source.container, gate);
          this.#addContainer(gate, source.container);
          break;
        case 'image':
          if (source.place === null) {
            const { apparentUniqueBytes: bytes, unmeasuredReason } = source.report;
            this.#addTold(gate, bytes, unmeasuredReason);
          } else {
            const known = images.get(source.place) ?? new Map<string, number>();
            images.set(source.place, known.set(id, gate));
          }
          break;
        case 'build-cache':
          this.#gates.set(source.entry, gate);
          this.#addCache(gate, source.entry);
          break;
        case 'volume':
          this.#addVolume(gate, source.volume);
          break;
        case 'network':
          break;
      }
    }
    for (const place of this.#holders.stores) this.#addStore(place, images.get(place) ?? new Map());
    return this.#paths.connect();
  }

  /** A gate behind another one that says why there is no exact figure. */
  #addReason(gate: number, reason: string, toldBytes = 0): void {
    this.#builder.connect(gate, this.#builder.gate(0, { reason, toldBytes }));
  }

  #addTold(gate: number, bytes: number | null, reason: string | null): void {
    this.#addReason(gate, reason ?? ONLY_TOLD, bytes ?? 0);
  }

  #addPath(gate: number, root: RootView | null, path: string): void {
    if (root === null) this.#addReason(gate, ONLY_TOLD);
    else this.#paths.add(root, path, gate, false);
  }

  #addPlace(gate: number, root: RootView, { content, metadata }: Place): void {
    if (content !== null) this.#paths.add(root, content, gate, true);
    for (const path of metadata) this.#paths.add(root, path, gate, false);
  }

  #addContainer(gate: number, container: Parameters<HostHolders['containerReport']>[0]): void {
    const { root, record } = container;
    const report = this.#holders.containerReport(container);
    if (report?.totalBytes == null) {
      const { unmeasuredReason } = figureProvenance(report, 'totalBytes');
      const reason = unmeasuredReason ?? `container ${record.id} was not measured`;
      this.#addReason(gate, reason, report?.writableLayerApparentBytes ?? 0);
    }
    if (root !== null) this.#addPath(gate, root, containerDirectory(record.id));
  }

  #addVolume(gate: number, volume: Parameters<HostHolders['volumeReport']>[0]): void {
    const { root, record } = volume;
    const report = this.#holders.volumeReport(volume);
    if (!this.#holders.view.containersKnown) this.#addReason(gate, CONTAINERS_UNKNOWN);
    if (report?.allocatedBytes == null) {
      const { unmeasuredReason } = figureProvenance(report, 'allocatedBytes');
      const reason = unmeasuredReason ?? `volume ${record.name} was not measured`;
      this.#addReason(gate, reason, report?.apparentBytes ?? 0);
      return;
    }
    this.#addPath(gate, root, volumeDirectory(record.name));
  }

  #addCache(gate: number, entry: Parameters<HostHolders['cacheReport']>[0]): void {
    const report = this.#holders.cacheReport(entry);
    if (entry.root === null || (report?.path != null && report.allocatedBytes === null)) {
      const { unmeasuredReason } = figureProvenance(report, 'allocatedBytes');
      const reason = unmeasuredReason ?? `record ${entry.record.id} was not measured`;
      this.#addReason(gate, reason, report?.apparentBytes ?? 0);
    }
    for (const path of entry.directories) this.#addPath(gate, entry.root, path);
  }

  /** Layers and blobs of a store: each goes with the last of those that hold it. */
  #addStore(place: StorePlace, images: ReadonlyMap<string, number>): void {
    const { graph, root } = place;
    const unpromisable = place.view.unpromisable(graph) ?? graph.store.unmeasuredReason;
    const holders = new Map<string, Set<number>>();
    const kept = new Set<string>([...place.unrecorded, ...place.others]);
    const hold = (part: string, gate: number): void => {
      const known = holders.get(part);
      if (known === undefined) holders.set(part, new Set([gate]));
      else known.add(gate);
    };
    for (const [id, gate] of images) {
      for (const part of graph.keptParts.get(id) ?? []) hold(part, gate);
      if (unpromisable !== null) this.#addReason(gate, unpromisable);
      for (const path of graph.store.images.get(id)?.metadata ?? []) this.#paths.add(root, path, gate, false);
    }
    for (const [entry, parts] of place.cacheParts) {
      const gate = this.#gates.get(entry);
      for (const part of parts) {
        if (gate === undefined) kept.add(part);
        else hold(part, gate);
      }
    }
    for (const mount of graph.store.mounts) this.#addMount(place, mount, hold, kept);
    for (const [part, gates] of holders) {
      if (kept.has(part)) continue;
      const at = placeOf(graph.store, part);
      if (at === undefined) continue;
      const gate = this.#builder.gate(0, unpromisable === null ? undefined : { reason: unpromisable });
      for (const holder of gates) this.#builder.connect(holder, gate);
      this.#addPlace(gate, root, at);
    }
  }

  /** A writable layer, and the layers that it stands on. */
  #addMount(
    { graph, root, steps }: StorePlace,
    mount: StoreMount,
    hold: (part: string, gate: number) => void,
    kept: Set<string>,
  ): void {
    const gate = this.#gates.get(this.#holders.containerOf(mount) ?? steps.get(mount) ?? mount);
    for (const layer of graph.withAncestors(mount.parentChainId)) {
      if (gate === undefined) kept.add(layer);
      else hold(layer, gate);
    }
    if (gate === undefined) return;
    const { writable, init, metadata } = mount;
    if (writable === null) {
      this.#addReason(gate, graph.store.unmeasuredReason ?? 'its writable layer lies in no directory');
      return;
    }
    this.#addPlace(gate, root, { content: writable, metadata });
    if (init !== null) this.#addPlace(gate, root, { content: init, metadata: [] });
  }
}
