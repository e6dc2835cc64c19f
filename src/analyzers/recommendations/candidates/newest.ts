import type { ImageReport } from '../../../report/types.js';
import { timeMs } from '../last-use.js';
import { repositoryOf } from '../protection.js';

/**
 * Images of each repository in each store, the newest first; one with names in several repositories is in each of them.
 * What another engine has, or a store that is not in use any more, is no newer build of what this one has.
 */
export function imagesByRepository(
  images: readonly ImageReport[],
): ReadonlyMap<string, readonly ImageReport[]> {
  const byName = new Map<string, Set<ImageReport>>();
  for (const image of images) {
    for (const reference of image.references) {
      const repository = `${image.root}\0${image.storageDriver}\0${repositoryOf(reference)}`;
      byName.set(repository, (byName.get(repository) ?? new Set()).add(image));
    }
  }
  return new Map([...byName].map(([repository, found]) => [repository, [...found].sort(byAge)]));
}

/** Ids of the newest images of each repository. */
export function newestOfRepositories(images: readonly ImageReport[], count: number): ReadonlySet<string> {
  if (count <= 0) return new Set();
  return new Set(
    [...imagesByRepository(images).values()].flatMap((sorted) => sorted.slice(0, count).map(({ id }) => id)),
  );
}

/** Built or, where that is not known, tagged later; equal ones by id, so that the order is always the same. */
function byAge(left: ImageReport, right: ImageReport): number {
  return madeMs(right) - madeMs(left) || (left.id < right.id ? -1 : 1);
}

function madeMs({ createdAt, taggedAt }: ImageReport): number {
  return timeMs(createdAt) ?? timeMs(taggedAt) ?? 0;
}
