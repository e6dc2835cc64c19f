import { addBytes } from '../../model/usage.js';
import type { Provenance } from './provenance.js';
import { figures } from './provenance.js';
import type { RootView } from '../root-view.js';
import type { LayerGraph } from '../store/layer-graph.js';
import { placeOf } from '../store/layer-store.js';
import type { SubtreeUsage } from './usage-index.js';

/** What layers and blobs take together, each figure as far as somebody knows it. */
export interface LayerFigures {
  readonly allocatedBytes: number | null;
  readonly apparentBytes: number | null;
  readonly inodes: number | null;
  /** The measurement; `null` where the figures are told or recorded ones, or missing. */
  readonly usage: SubtreeUsage | null;
}

/**
 * Figures of layers and blobs. Of a driver whose layers lie in no directory the allocated bytes are those that the
 * manager of its volumes tells, which add up, and the apparent ones those that the engine recorded.
 */
export function figuresOf(root: RootView, graph: LayerGraph, parts: readonly string[]): LayerFigures {
  const usage = measuredUsage(root, graph, parts);
  if (usage !== null || graph.store.unmeasuredReason === null) return { ...figures(usage), usage };
  const layers = parts.map((part) => graph.layers.get(part));
  return {
    allocatedBytes: sumAll(layers.map((layer) => layer?.toldBytes ?? null)),
    apparentBytes: sumAll(layers.map((layer) => layer?.recordedBytes ?? null)),
    inodes: null,
    usage: null,
  };
}

/** `null` when one part was not measured. */
function measuredUsage(root: RootView, graph: LayerGraph, parts: readonly string[]): SubtreeUsage | null {
  if (!root.measured) return null;
  const paths = parts.map((part) => placeOf(graph.store, part)?.content ?? null);
  const known = paths.filter((path) => path !== null);
  return known.length < paths.length ? null : root.usage.sum(known);
}

/** `null` when one part is not known. */
function sumAll(parts: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum = addBytes(sum, part);
  }
  return sum;
}

/** The provenance of a record whose layers were told of or recorded where they could not be measured. */
export function toldProvenance(own: Provenance, { allocatedBytes, apparentBytes }: LayerFigures): Provenance {
  if (own.source !== 'unmeasured') return own;
  if (allocatedBytes !== null) return { ...own, source: 'engine' };
  return apparentBytes === null ? own : { ...own, source: 'computed' };
}
