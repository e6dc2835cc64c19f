import {
  imageConfigFile,
  imageMetadataDirectory,
  layerMountDirectory,
  layerRecordDirectory,
  shortLink,
} from '../../model/data-root-layout.js';
import { chainId, hexOf } from '../../model/digest.js';
import { graphDriver, layerContent, layerOthers } from '../../model/graph-drivers.js';
import type { ImageRecord, LayerMountRecord, LayerRecord } from '../../model/image.js';
import type { GraphStore, RootRecords } from '../../model/inventory.js';
import {
  type Holdings,
  type LayerStore,
  NO_HOLDINGS,
  type StoreImage,
  type StoreMount,
} from './layer-store.js';

/** The store of a graph driver, `image/<driver>` with `<driver>/`. */
export function graphDriverStore(store: GraphStore, records: RootRecords): LayerStore {
  return {
    imageStore: 'graphdriver',
    driver: store.driver,
    layers: new Map(
      store.layers.map((layer) => [
        layer.chainId,
        {
          ...layer,
          snapshotKey: null,
          toldBytes: toldOf(store, layer.cacheId),
          ...layerPlace(store, layer),
        },
      ]),
    ),
    blobs: new Map(),
    images: imagesOf(store),
    mounts: store.mounts.map((mount) => mountOf(store, mount)),
    buildCache: holdingsOf(records),
    others: NO_HOLDINGS,
    unmeasuredReason: unmeasuredDriver(store.driver),
    pool: store.driverPool,
  };
}

/** Why the directories of a driver are not measured; `null` when they are. */
export function unmeasuredDriver(driver: string): string | null {
  const { limit } = graphDriver(driver);
  return limit === null ? null : `layers of the storage driver ${driver} cannot be measured: ${limit}`;
}

function holdingsOf(records: RootRecords): Holdings | null {
  if (records.buildCacheHoldings === null) return null;
  return { layers: records.buildCacheHoldings.chainIds, blobs: new Set() };
}

function layerPlace(store: GraphStore, layer: LayerRecord) {
  return {
    content: contentPath(store, layer.cacheId),
    metadata: [
      layerRecordDirectory(store.driver, hexOf(layer.chainId)),
      ...besidePaths(store, layer.cacheId),
    ],
  };
}

function mountOf(store: GraphStore, mount: LayerMountRecord): StoreMount {
  return {
    name: mount.name,
    parentChainId: mount.parentChainId,
    writable: contentPath(store, mount.mountId),
    init: contentPath(store, mount.initId),
    writableTold: toldOf(store, mount.mountId),
    initTold: toldOf(store, mount.initId),
    metadata: [
      layerMountDirectory(store.driver, mount.name),
      ...besidePaths(store, mount.mountId),
      ...besidePaths(store, mount.initId),
    ],
  };
}

/** What the manager of its volumes tells of a layer. */
function toldOf(store: GraphStore, id: string | null): number | null {
  return id === null ? null : (store.driverRecords.get(id)?.allocatedBytes ?? null);
}

/** Directory of a layer below the data root; `null` for drivers that keep layers where no walk sees them. */
export function contentPath(store: GraphStore, cacheId: string | null): string | null {
  return cacheId === null ? null : layerContent(graphDriver(store.driver), cacheId);
}

/** What lies beside a layer's directory and goes with it: its short link, the driver's own record. */
export function besidePaths(store: GraphStore, cacheId: string | null): string[] {
  if (cacheId === null) return [];
  const link = store.links.get(cacheId);
  const others = layerOthers(graphDriver(store.driver), cacheId);
  return link === undefined ? others : [shortLink(store.driver, link), ...others];
}

/** Images with their chains. They share the lower part of their chains: each step is hashed once. */
function imagesOf({ driver, images }: GraphStore): Map<string, StoreImage> {
  const steps = new Map<string, string>();
  const next = (parent: string | null, diffId: string): string => {
    const key = `${parent ?? ''} ${diffId}`;
    const known = steps.get(key);
    if (known !== undefined) return known;
    const chain = chainId(parent, diffId);
    steps.set(key, chain);
    return chain;
  };
  const chainOf = (image: ImageRecord): string[] => {
    let parent: string | null = null;
    return image.diffIds.map((diffId) => (parent = next(parent, diffId)));
  };
  return new Map(
    images.map((record) => {
      const hex = hexOf(record.id);
      const metadata = [imageConfigFile(driver, hex), imageMetadataDirectory(driver, hex)];
      const layers = chainOf(record);
      return [record.id, { record, layers, keptLayers: layers, blobs: [], manifests: [], metadata }];
    }),
  );
}
