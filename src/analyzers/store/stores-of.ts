import type { RootRecords } from '../../model/inventory.js';
import { containerdStore } from './containerd-store.js';
import { graphDriverStore } from './graphdriver-store.js';
import { LayerGraph } from './layer-graph.js';

const STORES = new WeakMap<RootRecords, readonly LayerGraph[]>();

/** The image stores of a root's records. Built once for each reading: a scan is analyzed many times. */
export function storesOf(records: RootRecords): readonly LayerGraph[] {
  const known = STORES.get(records);
  if (known !== undefined) return known;
  const stores = [
    ...records.stores.map((store) => graphDriverStore(store, records)),
    ...records.containerd.flatMap((store) => containerdStore(store, records.buildCache) ?? []),
  ];
  const graphs = stores.map((store) => LayerGraph.of(store));
  STORES.set(records, graphs);
  return graphs;
}
