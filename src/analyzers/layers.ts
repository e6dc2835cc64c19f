import type { LayerReport } from '../report/types.js';
import type { HostView } from './host-view.js';
import { type Hints, withProvenance } from './figures/exact-sources.js';
import { figuresOf, type LayerFigures, toldProvenance } from './figures/layer-figures.js';
import { provenanceOf } from './figures/provenance.js';
import type { RootView } from './root-view.js';
import type { LayerGraph } from './store/layer-graph.js';
import { isContainerMount } from './store/layer-store.js';

/** Reports on every layer of every store, with its holders. */
export function reportLayers(view: HostView): LayerReport[] {
  return view.roots.flatMap((root) => root.graphs.flatMap((graph) => layersOf(view, root, graph)));
}

function layersOf(view: HostView, root: RootView, graph: LayerGraph): LayerReport[] {
  const { imageStore, driver, unmeasuredReason } = graph.store;
  const hidden = view.activity.hidden(root, imageStore, driver);
  const references = graph.countReferences();
  const images = holdersByLayer([...graph.chains]);
  const standing = graph.store.mounts
    .filter(isContainerMount)
    .map((mount): [string, readonly string[]] => [mount.name, graph.withAncestors(mount.parentChainId)]);
  const containers = holdersByLayer(standing);
  const buildCache = graph.partsOf(graph.store.buildCache);
  const steps = stepsByLayer(graph);
  return [...graph.layers.values()].map((layer) => {
    const found = figuresOf(root, graph, [layer.chainId]);
    const own = toldProvenance(provenanceOf(root, found.usage, { otherwise: unmeasuredReason }), found);
    const { allocatedBytes, apparentBytes, inodes } = found;
    const record = {
      root: root.path,
      hidden,
      chainId: layer.chainId,
      diffId: layer.diffId,
      cacheId: layer.cacheId,
      snapshotKey: layer.snapshotKey,
      parentChainId: layer.parentChainId,
      imageStore,
      storageDriver: driver,
      path: layer.content === null ? null : root.absolute(layer.content),
      createdBy: steps.get(layer.chainId) ?? null,
      allocatedBytes,
      apparentBytes,
      inodes,
      metadataBytes: root.measured ? root.usage.freed(layer.metadata) : null,
      recordedBytes: layer.recordedBytes,
      images: images.get(layer.chainId) ?? [],
      containers: containers.get(layer.chainId) ?? [],
      buildCache: buildCache.has(layer.chainId),
      references: references.get(layer.chainId) ?? 0,
    };
    return withProvenance(record, own, toldHints(root, found));
  });
}

/** Of layers in no directory: the apparent bytes are recorded ones, and the records themselves are on the disk. */
function toldHints(root: RootView, { usage }: LayerFigures): Hints<LayerReport> {
  if (usage !== null) return {};
  return {
    apparentBytes: { source: 'computed', reason: null },
    metadataBytes: { source: 'disk', reason: root.unmeasuredReason },
  };
}

function holdersByLayer(chains: readonly (readonly [string, readonly string[]])[]): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const [holder, chain] of chains) {
    for (const id of new Set(chain)) {
      const known = holders.get(id) ?? [];
      known.push(holder);
      holders.set(id, known);
    }
  }
  return holders;
}

function stepsByLayer(graph: LayerGraph): Map<string, string> {
  const steps = new Map<string, string>();
  for (const image of graph.images.values()) {
    const chain = graph.chains.get(image.id) ?? [];
    // Steps belong to the layers of one platform, and only where there are as many.
    if (image.createdBy.length !== chain.length) continue;
    image.createdBy.forEach((step, index) => {
      const id = chain[index];
      if (id !== undefined && step !== '' && !steps.has(id)) steps.set(id, step);
    });
  }
  return steps;
}
