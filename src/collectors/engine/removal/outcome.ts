import type { ObjectKey, RemovalOutcome } from '../../../model/removal-engine.js';
import type { ChangeAnswer } from '../connection.js';
import { RequestError } from '../request-error.js';
import { isThere } from './look.js';
import type { Talk } from './talk.js';

export const REMOVED: RemovalOutcome = { outcome: 'removed' };
export const ABSENT: RemovalOutcome = { outcome: 'absent' };

/** @param reason a clause, as engines write it */
export function refused(reason: string): RemovalOutcome {
  return { outcome: 'refused', message: reason.replace(/\.$/, '') };
}

/** Words of something between us and the engine, which may still be at work. */
const GATEWAY = new Set([502, 503, 504]);

/** True where the engine did what it was asked to. @throws RequestError when it is not the engine that answered */
export function isDone({ status, message }: ChangeAnswer): boolean {
  if (GATEWAY.has(status)) throw new RequestError('status', message ?? `HTTP status ${status}`, status);
  return message === null;
}

/**
 * What an answer to a removal means. An engine that says "not found" may mean something else than the object, and one
 * that failed may have removed it all the same: it is asked whether it is still there.
 * @throws RequestError
 */
export async function outcomeOf(talk: Talk, key: ObjectKey, answer: ChangeAnswer): Promise<RemovalOutcome> {
  if (isDone(answer)) return REMOVED;
  const { status, message } = answer;
  const isDoubtful = status === 404 || status >= 500;
  if (isDoubtful && !(await isThere(talk, key))) return status === 404 ? ABSENT : REMOVED;
  return refused(message ?? '');
}
