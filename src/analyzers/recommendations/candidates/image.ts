import type { ImageReport } from '../../../report/types.js';
import type { HostContainer } from '../../merge-records.js';
import type { StorePlace } from '../../removal/store-place.js';
import { type UseEvidence, timeMs } from '../last-use.js';
import { repositoryOf } from '../protection.js';
import { commandAbout } from '../shell.js';
import { type CandidateFacts, UNSEEN } from './facts.js';

/**
 * Facts of an image.
 * @param place its store on the disk; `null` where only the engine told of it.
 */
export function imageFacts(report: ImageReport, place: StorePlace | null): CandidateFacts {
  const { id, references, containers, intermediate } = report;
  const names = references.length === 0 ? [id] : namesToRemove(references);
  const pulled = references.some((reference) => reference.includes('@'));
  const evidence = intermediate
    ? 'a step of a build, without a name: it goes with the last image that was built on it'
    : references.length === 0
      ? 'no name points to it'
      : containers.length > 0
        ? `made into ${containers.length === 1 ? '1 container' : `${containers.length} containers`}`
        : pulled
          ? 'no container was made from it; it was pulled'
          : 'no container was made from it';
  return {
    names: references,
    labels: report.labels,
    risk: references.length === 0 ? 'safe' : 'rebuildable',
    uses: [
      { atMs: timeMs(report.taggedAt), how: 'a tag was set' },
      { atMs: storedMs(id, place), how: 'it was stored here' },
      ...(place?.containersOf(id) ?? []).flatMap(usesOf),
    ],
    costBytes: report.uniqueBytes ?? report.apparentUniqueBytes ?? report.totalBytes ?? 0,
    isNamedVolume: false,
    cache: null,
    isUsed: containers.length > 0,
    evidence,
    commands: [commandAbout(['docker', 'image', 'rm', '--no-prune'], names)],
    seen: { ...UNSEEN, references: [...references].sort() },
  };
}

/**
 * Names that an engine takes away one by one, until the image goes with the last. Digests go with the last tag of their
 * repository; those of another one have to be named. Source: moby, daemon/images/image_delete.go.
 */
function namesToRemove(references: readonly string[]): readonly string[] {
  const tagged = new Set(references.filter((reference) => !reference.includes('@')).map(repositoryOf));
  return references.filter((reference) => !reference.includes('@') || !tagged.has(repositoryOf(reference)));
}

/** When its own documents were written: pulled, loaded or built on this host, whenever that was made elsewhere. */
function storedMs(id: string, place: StorePlace | null): number | null {
  if (place === null) return null;
  const { store } = place.graph;
  const own = store.blobs.get(id)?.content;
  const paths = [...(store.images.get(id)?.metadata ?? []), ...(own == null ? [] : [own])];
  const times = paths.flatMap((path) => place.root.usage.at(path)?.newestMs ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function usesOf({ record }: HostContainer): UseEvidence[] {
  const what = `a container of it${record.name === null ? '' : `, ${record.name},`}`;
  return [
    { atMs: timeMs(record.createdAt), how: `${what} was created` },
    { atMs: timeMs(record.startedAt), how: `${what} was started` },
    { atMs: timeMs(record.finishedAt), how: `${what} ended` },
  ];
}
