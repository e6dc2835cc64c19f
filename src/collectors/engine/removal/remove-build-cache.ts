import { z } from 'zod';
import type { RemovalOutcome } from '../../../model/removal-engine.js';
import { parseObject, texts } from '../answers/lenient.js';
import { isThere } from './look.js';
import { ABSENT, isDone, outcomeOf, refused, REMOVED } from './outcome.js';
import type { Talk } from './talk.js';

const pruned = z.object({ CachesDeleted: texts });

/**
 * Removes one record: a prune with a filter, which BuildKit reads as a pattern that an id has to match anywhere. Ids all
 * have one length, so a whole id matches itself alone.
 * @throws RequestError
 */
export async function removeBuildCache(talk: Talk, id: string): Promise<RemovalOutcome> {
  const key = { kind: 'build-cache', id } as const;
  const filters = JSON.stringify({ id: [id] });
  const answer = await talk.change('POST', '/build/prune', { all: '1', filters });
  if (!isDone(answer)) return outcomeOf(talk, key, answer);
  const deleted = parseObject(pruned, answer.body ?? {}).CachesDeleted;
  const beside = deleted.filter((other) => other !== id);
  if (deleted.includes(id)) return beside.length === 0 ? REMOVED : { outcome: 'removed', beside };
  if (beside.length > 0) return refused(`the engine kept it and removed ${beside.join(', ')} in its place`);
  if (!(await isThere(talk, key))) return ABSENT;
  return refused('the engine kept it: it is in use, or another record stands on it');
}
