import type { Problem } from '../../model/problem.js';
import { compareApiVersions } from './api-version.js';
import type { LenientList } from './answers/lenient.js';
import type { Connection } from './connection.js';
import type { Endpoint } from './endpoint.js';
import type { Query } from './exchange.js';
import { listProblem } from './problems.js';
import { RequestError, toRequestError } from './request-error.js';

/** Time limits, milliseconds. */
export interface TimeLimits {
  /** The first contact, and each container or image on its own. */
  readonly timeoutMs: number;
  /** Each list. */
  readonly listTimeoutMs: number;
  /** Each piece of `/system/df`, which walks the disk. */
  readonly sizesTimeoutMs: number;
}

/** One collection from an engine that answered. Problems gather in it. */
export interface Session {
  readonly endpoint: Endpoint;
  readonly connection: Connection;
  readonly apiVersion: string;
  readonly limits: TimeLimits;
  readonly signal: AbortSignal | undefined;
  readonly problems: Problem[];
}

/** True when the version in use is this one or newer. */
export function speaks(session: Pick<Session, 'apiVersion'>, version: string): boolean {
  return compareApiVersions(session.apiVersion, version) >= 0;
}

/** One thing to ask for. */
export interface Question<T> {
  /** What it is about, in the plural: `containers`. */
  readonly subject: string;
  readonly path: string;
  readonly query?: Query;
  readonly timeoutMs: number;
  /** Reads the answer; may throw a `RequestError`. */
  readonly parse: (answer: unknown) => T;
  /** What is missing without the answer. */
  readonly missing: string;
  /** How often it is asked while the engine answers with an error status; once where not given. */
  readonly attempts?: number;
  readonly hint?: (error: RequestError) => string | null;
}

/** Asks; `null` when there was no usable answer, which is then one of the session's problems. */
export async function ask<T>(session: Session, question: Question<T>): Promise<T | null> {
  const { subject, missing } = question;
  try {
    return await askAgain(session, question, question.attempts ?? 1);
  } catch (error) {
    const failure = toRequestError(error);
    const message = `The engine gave no ${subject}: ${failure.message}.`;
    const hint = question.hint?.(failure) ?? null;
    session.problems.push(listProblem(session.endpoint, message, missing, hint));
    return null;
  }
}

/** An engine at work can fail at an object that was removed while it was listing: asked again, it has moved on. */
async function askAgain<T>(session: Session, question: Question<T>, attempts: number): Promise<T> {
  const { path, query = {}, timeoutMs } = question;
  try {
    return question.parse(await session.connection.get(path, query, { timeoutMs, signal: session.signal }));
  } catch (error) {
    if (attempts <= 1 || toRequestError(error).failure !== 'status') throw error;
    return askAgain(session, question, attempts - 1);
  }
}

/** Asks for a list. Entries that could not be understood are left out, and a problem says how many. */
export async function askList<T>(
  session: Session,
  question: Question<LenientList<T>>,
): Promise<readonly T[] | null> {
  const list = await ask(session, question);
  if (list === null) return null;
  if (list.rejected > 0) {
    const message = `The engine listed ${list.rejected} ${question.subject} in a form that bilge does not know.`;
    session.problems.push(listProblem(session.endpoint, message, `these ${question.subject}`, null));
  }
  return list.items;
}
