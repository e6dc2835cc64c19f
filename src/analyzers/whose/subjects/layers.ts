import type { LayerReport } from '../../../report/types.js';
import type { StoreLayer } from '../../store/layer-store.js';
import { holdersOfPart } from '../holders.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { RemovalSet } from '../removal-set.js';
import type { StorePlace } from '../../removal/store-place.js';
import type { Subject, SubjectAnswer } from '../subject.js';
import { describeRemoval } from '../to-free.js';
import type { WhoseHost } from '../whose-host.js';
import { keysOfPaths, partNameOf } from './keys-of-paths.js';

/** Layers of every store: directories of a storage driver, and committed snapshots. */
export function layerSubjects(host: WhoseHost): Subject[] {
  const reports = new Map(
    host.report.layers.map((one) => [JSON.stringify([one.root, one.storageDriver, one.chainId]), one]),
  );
  return host.stores.flatMap((place) =>
    [...place.graph.layers.values()].map((layer) => {
      const id = JSON.stringify([place.root.path, place.graph.store.driver, layer.chainId]);
      return layerSubject(host, place, layer, reports.get(id));
    }),
  );
}

function layerSubject(
  host: WhoseHost,
  place: StorePlace,
  layer: StoreLayer,
  report: LayerReport | undefined,
): Subject {
  const { root } = place;
  const ids = [layer.chainId, layer.diffId, layer.snapshotKey].filter((id) => id !== null);
  const snapshots = [...(place.index?.snapshots.values() ?? [])];
  const stored = snapshots.find(({ path }) => path !== null && path === layer.content)?.entry.name;
  const found = keysOfPaths([layer.cacheId, layer.content, ...layer.metadata]);
  return {
    kind: 'layer',
    root: root.path,
    id: layer.chainId,
    name: null,
    keys: [...ids, ...found.keys],
    words: [...found.words, ...(stored === undefined ? [] : [stored])],
    places: [
      ...(layer.content === null ? [] : [{ root, path: layer.content, part: 'its directory' }]),
      ...layer.metadata.map((path) => ({ root, path, part: partNameOf(path) })),
    ],
    answer: () => answerLayer(host, place, layer, report),
  };
}

function answerLayer(
  host: WhoseHost,
  place: StorePlace,
  layer: StoreLayer,
  report: LayerReport | undefined,
): SubjectAnswer {
  const { root, graph, hidden } = place;
  const { imageStore, driver } = graph.store;
  const what =
    imageStore === 'containerd'
      ? `a committed snapshot of containerd’s ${driver}${layer.cacheId === null ? '' : `, number ${layer.cacheId}`}`
      : `a layer of the storage driver ${driver}`;
  const step = report?.createdBy == null ? '' : `, made by: ${report.createdBy}`;
  const set = new RemovalSet(host).addHoldersOf(place, layer.chainId);
  return {
    path: layer.content === null ? null : root.absolute(layer.content),
    category: layer.content === null ? null : (host.ownerOf(root, layer.content)?.category ?? null),
    description: `${what}${step}`,
    allocatedBytes: report?.allocatedBytes ?? null,
    inodes: report?.inodes ?? null,
    holders: holdersOfPart(host, place, layer.chainId),
    toFree: describeRemoval(set, hidden),
    hidden,
    evidence: null,
    ...figureProvenance(report, 'allocatedBytes'),
  };
}
