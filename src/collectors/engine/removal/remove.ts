import type { ObjectKey, ObjectNow, RemovalOutcome } from '../../../model/removal-engine.js';
import { outcomeOf, refused } from './outcome.js';
import { removeBuildCache } from './remove-build-cache.js';
import { removeImage } from './remove-image.js';
import type { Talk } from './talk.js';

async function removeByPath(
  talk: Talk,
  key: ObjectKey,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<RemovalOutcome> {
  return outcomeOf(talk, key, await talk.change('DELETE', path, query));
}

/**
 * Removes exactly this object, without force.
 * @throws RequestError
 */
export async function removeObject(talk: Talk, key: ObjectKey, seen: ObjectNow): Promise<RemovalOutcome> {
  if (seen.kind !== key.kind) throw new TypeError(`a ${key.kind} was seen as ${seen.kind}`);
  const { id } = key;
  switch (seen.kind) {
    case 'container':
      // Its anonymous volumes stay.
      return removeByPath(talk, key, `/containers/${id}`, { v: '0', force: '0' });
    case 'volume':
      return removeByPath(talk, key, `/volumes/${encodeURIComponent(id)}`, { force: '0' });
    case 'network': {
      // Engines only keep networks of running containers: a stopped one could not start any more.
      const [container] = seen.containers;
      if (container !== undefined) return refused(`container ${container.slice(0, 12)} is configured for it`);
      return removeByPath(talk, key, `/networks/${id}`);
    }
    case 'image':
      return removeImage(talk, id, seen);
    case 'build-cache':
      return removeBuildCache(talk, id);
  }
}
