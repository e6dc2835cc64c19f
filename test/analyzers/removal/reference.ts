import { containerDirectory, volumeDirectory } from '../../../src/model/data-root-layout.js';
import { placeOf } from '../../../src/analyzers/store/layer-store.js';
import type { RootView } from '../../../src/analyzers/root-view.js';
import type { ObjectSource } from '../../../src/analyzers/removal/objects.js';
import { outermost } from '../../../src/analyzers/removal/outermost.js';
import type { ModelledHost } from './model.js';

/** What goes when a set is marked, found by asking again and again until nothing more goes. */
export function goes({ model }: ModelledHost, marked: ReadonlySet<number>): Set<number> {
  const removed = new Set<number>();
  for (;;) {
    const before = removed.size;
    for (const [position, { requires, goesWithChildren }] of model.objects.entries()) {
      const asked = marked.has(position) || goesWithChildren;
      if (asked && requires.every((other) => removed.has(other))) removed.add(position);
    }
    if (removed.size === before) return removed;
  }
}

/** Allocated bytes of everything that only what goes has held, worked out from the beginning. */
export function freedBytes(host: ModelledHost, marked: ReadonlySet<number>): number {
  const { holders, model } = host;
  const removed = goes(host, marked);
  const sources = [...removed].map((position) => model.sourceOf(position)).filter((one) => one !== undefined);
  const isGone = (test: (source: ObjectSource) => boolean): boolean => sources.some(test);
  const paths = new Map<RootView, Set<string>>();
  const add = (root: RootView | null, ...found: readonly (string | null)[]): void => {
    if (root === null) return;
    const known = paths.get(root) ?? new Set<string>();
    paths.set(root, known);
    for (const path of found) if (path !== null) known.add(path);
  };
  for (const source of sources) {
    if (source.kind === 'container')
      add(source.container.root, containerDirectory(source.container.record.id));
    if (source.kind === 'volume' && holders.volumeReport(source.volume)?.allocatedBytes != null) {
      add(source.volume.root, volumeDirectory(source.volume.record.name));
    }
  }
  // A directory that several records name goes with the last of them.
  const staying = new Set(
    holders.cache
      .filter((entry) => !isGone((one) => one.kind === 'build-cache' && one.entry === entry))
      .flatMap(({ root, directories }) => directories.map((path) => root?.absolute(path))),
  );
  for (const source of sources) {
    if (source.kind !== 'build-cache') continue;
    const { root, directories } = source.entry;
    add(root, ...directories.filter((path) => !staying.has(root?.absolute(path))));
  }
  for (const place of holders.stores) {
    const { graph, root } = place;
    const goneImages = new Set(
      [...removed].flatMap((position) => {
        const source = model.sourceOf(position);
        const id = model.objects[position]?.id;
        return source?.kind === 'image' && source.place === place && id !== undefined ? [id] : [];
      }),
    );
    const kept = new Set([...place.unrecorded, ...place.others]);
    const held = new Set<string>();
    for (const [id, parts] of graph.keptParts) {
      for (const part of parts) (goneImages.has(id) ? held : kept).add(part);
      if (goneImages.has(id)) add(root, ...(graph.store.images.get(id)?.metadata ?? []));
    }
    for (const [entry, parts] of place.cacheParts) {
      const gone = isGone((one) => one.kind === 'build-cache' && one.entry === entry);
      for (const part of parts) (gone ? held : kept).add(part);
    }
    for (const mount of graph.store.mounts) {
      const container = holders.containerOf(mount);
      const step = place.steps.get(mount);
      const gone = isGone(
        (one) =>
          (one.kind === 'container' && one.container === container) ||
          (one.kind === 'build-cache' && container === undefined && one.entry === step),
      );
      for (const layer of graph.withAncestors(mount.parentChainId)) (gone ? held : kept).add(layer);
      if (gone && mount.writable !== null) add(root, mount.writable, mount.init, ...mount.metadata);
    }
    for (const part of held) {
      const at = kept.has(part) ? undefined : placeOf(graph.store, part);
      if (at !== undefined) add(root, at.content, ...at.metadata);
    }
  }
  return [...paths].reduce((sum, [root, found]) => sum + root.usage.freed(outermost(found)), 0);
}
