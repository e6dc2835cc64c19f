import type { ImageReport } from '../../../report/types.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { containerHolder, imageHolder } from '../holders.js';
import { RemovalSet } from '../removal-set.js';
import type { StorePlace } from '../../removal/store-place.js';
import type { Holder, Subject, SubjectAnswer } from '../subject.js';
import { describeRemoval } from '../to-free.js';
import type { WhoseHost } from '../whose-host.js';

const DEFAULT_TAG = ':latest';

/** Images of every store, and those that only the engine shows. */
export function imageSubjects(host: WhoseHost): Subject[] {
  return host.report.images.map((image): Subject => {
    const place = host.stores.find(
      ({ root, graph }) =>
        root.path === image.root && graph.store.driver === image.storageDriver && graph.images.has(image.id),
    );
    const metadata = place?.graph.store.images.get(image.id)?.metadata ?? [];
    return {
      kind: 'image',
      root: image.root,
      id: image.id,
      name: image.references[0] ?? null,
      keys: [image.id, ...image.references.flatMap(spellings)],
      words: [],
      places:
        place === undefined ? [] : metadata.map((path) => ({ root: place.root, path, part: 'its record' })),
      answer: () => answerImage(host, place, image),
    };
  });
}

/** As people type it: without the default tag. */
function spellings(reference: string): string[] {
  if (!reference.endsWith(DEFAULT_TAG)) return [reference];
  return [reference, reference.slice(0, -DEFAULT_TAG.length)];
}

function answerImage(host: WhoseHost, place: StorePlace | undefined, image: ImageReport): SubjectAnswer {
  const { hidden } = image;
  const state = image.intermediate
    ? 'an intermediate image'
    : image.dangling
      ? 'a dangling image'
      : 'an image';
  const platform = image.platform === null ? '' : ` for ${image.platform}`;
  return {
    path: null,
    category: null,
    description: `${state}${platform} of ${image.layers.length} layers${otherNames(image)}`,
    allocatedBytes: image.totalBytes,
    inodes: image.inodes,
    holders: place === undefined ? [] : holdersOf(host, place, image.id),
    toFree:
      place === undefined
        ? {
            objects: [],
            freedBytes: null,
            note: figureProvenance(image, 'reclaimableBytes').unmeasuredReason,
          }
        : describeRemoval(
            new RemovalSet(host).addImage(place, image.id),
            hidden,
            isShared(place, image.id) ? 'layers that others hold stay' : null,
          ),
    hidden,
    evidence: null,
    ...figureProvenance(image, 'totalBytes'),
  };
}

function otherNames({ references }: ImageReport): string {
  return references.length < 2 ? '' : `, also named ${references.slice(1).join(', ')}`;
}

/** Another image or the build cache holds parts of it. */
function isShared(place: StorePlace, id: string): boolean {
  const parts = place.graph.parts.get(id) ?? [];
  return parts.some((part) => place.imagesOf(part).length > 1 || place.cacheOf(part).length > 0);
}

/** Who keeps the image itself; the build cache keeps no image, only layers. */
function holdersOf(host: WhoseHost, place: StorePlace, id: string): Holder[] {
  return [
    ...place.containersOf(id).map((container) => containerHolder(host, container, 'made from it')),
    ...host.childrenOf(place, id).map((child) => imageHolder(place, child, 'built on it')),
  ];
}
