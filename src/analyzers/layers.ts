import type { LayerReport } from '../report/types.js';
import { type HostView, layerPaths, storeUnmeasuredReason } from './host-view.js';
import type { LayerGraph } from './layer-graph.js';
import { figures, provenanceOf } from './provenance.js';

/** Reports on every layer of every graph-driver store, with its holders. */
export function reportLayers(view: HostView): LayerReport[] {
  const rootPath = view.root?.path ?? '';
  return view.graphs.flatMap((graph) => {
    const references = graph.countReferences();
    const images = holdersByLayer([...graph.chains]);
    const standing = graph.store.mounts
      .filter((mount) => mount.name.length === 64)
      .map((mount): [string, readonly string[]] => [mount.name, graph.withAncestors(mount.parentChainId)]);
    const containers = holdersByLayer(standing);
    const buildCache = graph.layersOfBuildCache(view.holdings);
    const otherwise = storeUnmeasuredReason(graph.store);
    const steps = stepsByLayer(graph);
    return [...graph.layers.values()].map((layer) => {
      const paths = layerPaths(graph.store, layer);
      const usage = paths.content === null || !view.measured ? null : view.usage.at(paths.content);
      return {
        chainId: layer.chainId,
        diffId: layer.diffId,
        cacheId: layer.cacheId,
        parentChainId: layer.parentChainId,
        imageStore: 'graphdriver' as const,
        storageDriver: graph.store.driver,
        path: paths.content === null ? null : `${rootPath}/${paths.content}`,
        createdBy: steps.get(layer.chainId) ?? null,
        ...figures(usage),
        metadataBytes: view.measured ? view.usage.allocated(paths.metadata) : null,
        recordedBytes: layer.recordedBytes,
        images: images.get(layer.chainId) ?? [],
        containers: containers.get(layer.chainId) ?? [],
        buildCache: buildCache.has(layer.chainId),
        references: references.get(layer.chainId) ?? 0,
        ...provenanceOf(view, usage, { otherwise }),
      };
    });
  });
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
    image.createdBy.forEach((step, index) => {
      const id = chain[index];
      if (id !== undefined && step !== '' && !steps.has(id)) steps.set(id, step);
    });
  }
  return steps;
}
