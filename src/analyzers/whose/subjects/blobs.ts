import { figures, provenanceOf } from '../../figures/provenance.js';
import { blobPart, type StoreBlob } from '../../store/layer-store.js';
import { holdersOfPart } from '../holders.js';
import { RemovalSet } from '../removal-set.js';
import type { StorePlace } from '../../removal/store-place.js';
import type { Subject, SubjectAnswer } from '../subject.js';
import { describeRemoval } from '../to-free.js';
import type { WhoseHost } from '../whose-host.js';

const KINDS = {
  index: 'an index of manifests',
  manifest: 'a manifest',
  config: 'an image configuration',
} as const;

/** Blobs of containerd's content stores that Docker has recorded. */
export function blobSubjects(host: WhoseHost): Subject[] {
  return host.stores.flatMap((place) =>
    [...place.graph.store.blobs.values()].map((blob): Subject => {
      const { root } = place;
      return {
        kind: 'blob',
        root: root.path,
        id: blob.digest,
        name: null,
        keys: [blob.digest],
        words: [],
        places: blob.content === null ? [] : [{ root, path: blob.content, part: 'its file' }],
        answer: () => answerBlob(host, place, blob),
      };
    }),
  );
}

function answerBlob(host: WhoseHost, place: StorePlace, blob: StoreBlob): SubjectAnswer {
  const { root, hidden } = place;
  const part = blobPart(blob.digest);
  const document = place.index?.store.documents.get(blob.digest)?.kind;
  const what = document === undefined ? 'a compressed layer or other content' : KINDS[document];
  const usage = blob.content === null || !root.measured ? null : root.usage.at(blob.content);
  const { allocatedBytes, inodes } = figures(usage);
  return {
    path: blob.content === null ? null : root.absolute(blob.content),
    category: blob.content === null ? null : (host.ownerOf(root, blob.content)?.category ?? null),
    description: `${what} in containerd’s content store`,
    allocatedBytes,
    inodes,
    holders: holdersOfPart(host, place, part),
    toFree: describeRemoval(new RemovalSet(host).addHoldersOf(place, part), hidden),
    hidden,
    evidence: null,
    ...provenanceOf(root, usage),
  };
}
