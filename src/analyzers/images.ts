import type { ImageRecord } from '../model/image.js';
import type { ImageReport } from '../report/types.js';
import { containersByImage, describeImage, reportEngineImages } from './engine/engine-images.js';
import { type Hints, unmeasured, withProvenance } from './figures/exact-sources.js';
import type { HostView } from './host-view.js';
import { figuresOf, toldProvenance } from './figures/layer-figures.js';
import { removeImages } from './figures/image-removal.js';
import { engineImages } from './merge-records.js';
import { provenanceOf } from './figures/provenance.js';
import { removalBytes } from './figures/removal-bytes.js';
import type { RootView } from './root-view.js';
import type { LayerGraph } from './store/layer-graph.js';
import { blobPart, placeOf, type StoreImage } from './store/layer-store.js';

/** Images of one store and what is counted once for all of them. */
interface ImageContext {
  readonly view: HostView;
  readonly root: RootView;
  readonly graph: LayerGraph;
  /** How many listed images hold each part. */
  readonly references: ReadonlyMap<string, number>;
  readonly held: ReadonlySet<string>;
  /** Why the engine does not show the store; `null` when it does. */
  readonly hidden: string | null;
}

/** Reports on every image of every store, and on those that only the engine shows. */
export function reportImages(view: HostView): ImageReport[] {
  const told = engineImages(view.engine);
  const onDisk = view.roots.flatMap((root) => {
    const containers = containersByImage(view.containersOn(root));
    return root.graphs.flatMap((graph) => {
      const { imageStore, driver } = graph.store;
      const hidden = view.activity.hidden(root, imageStore, driver);
      const references = graph.countReferences();
      const context = { view, root, graph, references, held: view.heldParts(graph), hidden };
      return [...graph.store.images.values()].map((image) =>
        reportImage(context, image, containers.get(image.record.id) ?? [], told.get(image.record.id)),
      );
    });
  });
  if (onDisk.some((image) => image.hidden === null)) return onDisk;
  // The stores on the disk are those of an earlier configuration: the engine's images are elsewhere.
  return [...onDisk, ...reportEngineImages(view, new Set(onDisk.map((image) => image.id)))];
}

function reportImage(
  context: ImageContext,
  image: StoreImage,
  containers: readonly string[],
  told: ImageRecord | undefined,
): ImageReport {
  const { view, root, graph, references, hidden } = context;
  const { record } = image;
  const intermediate = graph.isIntermediate(record);
  // An intermediate image is not counted itself: any listed holder makes its layers shared.
  const alone = intermediate ? 0 : 1;
  const isShared = (part: string): boolean => (references.get(part) ?? 0) > alone;
  const parts = graph.parts.get(record.id) ?? [];
  const blobs = image.blobs.map(blobPart);
  const total = figuresOf(root, graph, parts);
  const shared = figuresOf(root, graph, parts.filter(isShared));
  const content = figuresOf(root, graph, blobs);
  const contentShared = figuresOf(root, graph, blobs.filter(isShared));
  const reclaimableBytes = hidden === null ? reclaimable(context, record) : 0;
  const noPromise = reclaimableBytes === null ? view.unpromisable(graph) : null;
  const otherwise = graph.store.unmeasuredReason ?? noPromise;
  const report = {
    ...describeImage(record),
    root: root.path,
    hidden,
    imageStore: graph.store.imageStore,
    storageDriver: graph.store.driver,
    dangling: record.references.length === 0,
    intermediate,
    containers: [...containers],
    layers: [...image.layers],
    manifests: image.manifests.map((manifest) => ({
      digest: manifest.digest,
      kind: manifest.kind,
      platform: manifest.platform,
      available: manifest.available,
      layers: [...manifest.layers],
      contentBytes: figuresOf(root, graph, manifest.blobs.map(blobPart)).allocatedBytes,
      layerBytes: figuresOf(root, graph, manifest.layers).allocatedBytes,
    })),
    totalBytes: total.allocatedBytes,
    sharedBytes: shared.allocatedBytes,
    uniqueBytes: rest(total.allocatedBytes, shared.allocatedBytes),
    layerBytes: rest(total.allocatedBytes, content.allocatedBytes),
    contentBytes: content.allocatedBytes,
    contentSharedBytes: contentShared.allocatedBytes,
    contentUniqueBytes: rest(content.allocatedBytes, contentShared.allocatedBytes),
    apparentTotalBytes: total.apparentBytes,
    apparentSharedBytes: shared.apparentBytes,
    apparentUniqueBytes: rest(total.apparentBytes, shared.apparentBytes),
    inodes: total.inodes,
    metadataBytes: root.measured
      ? metadataBytes(
          context,
          image,
          parts.filter((part) => !isShared(part)),
        )
      : null,
    reclaimableBytes,
    engineSizeBytes: hidden === null ? (told?.engineSizeBytes ?? null) : null,
  };
  const own = toldProvenance(provenanceOf(root, total.usage, { otherwise }), total);
  const named = { reclaimableBytes: unmeasured(graph.store.unmeasuredReason === null ? noPromise : null) };
  if (total.usage !== null) return withProvenance(report, own, named);
  const hints = graph.store.unmeasuredReason === null ? partHints(root) : toldHints(root);
  return withProvenance(report, own, { ...hints, ...(named.reclaimableBytes === null ? {} : named) });
}

const COMPUTED = { source: 'computed', reason: null } as const;

/** Of an image of which a part was not met: the other parts were measured all the same. */
function partHints(root: RootView): Hints<ImageReport> {
  const measured = { source: 'disk', reason: root.unmeasuredReason } as const;
  return {
    sharedBytes: measured,
    apparentSharedBytes: measured,
    contentBytes: measured,
    contentSharedBytes: measured,
    contentUniqueBytes: measured,
    metadataBytes: measured,
  };
}

/** Of layers in no directory: apparent bytes are recorded ones, the rest is on the disk or follows from it. */
function toldHints(root: RootView): Hints<ImageReport> {
  return {
    apparentTotalBytes: COMPUTED,
    apparentSharedBytes: COMPUTED,
    apparentUniqueBytes: COMPUTED,
    contentBytes: COMPUTED,
    contentSharedBytes: COMPUTED,
    contentUniqueBytes: COMPUTED,
    reclaimableBytes: COMPUTED,
    metadataBytes: { source: 'disk', reason: root.unmeasuredReason },
  };
}

/** What is left of a whole without a part of it. */
function rest(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : Math.max(0, whole - part);
}

/** What removing the image alone frees; `null` where that cannot be told. */
function reclaimable({ view, root, graph, held }: ImageContext, image: ImageRecord): number | null {
  if (!root.measured || graph.store.unmeasuredReason !== null) return null;
  const removal = removeImages(graph, [image.id], { usedImages: view.usedImages(root), heldParts: held });
  if (removal.images.size === 0) return 0;
  return view.unpromisable(graph) !== null ? null : removalBytes(root, graph, removal).total;
}

function metadataBytes({ root, graph }: ImageContext, image: StoreImage, own: readonly string[]): number {
  const records = own.flatMap((part) => placeOf(graph.store, part)?.metadata ?? []);
  return root.usage.freed([...image.metadata, ...records]);
}
