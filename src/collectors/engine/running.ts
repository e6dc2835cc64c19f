import type { ContainerRecord } from '../../model/container.js';
import type { Query } from './exchange.js';
import { mapConcurrently } from './concurrency.js';
import { listProblem } from './problems.js';
import { RequestError, toRequestError } from './request-error.js';
import type { Session } from './session.js';

/** Containers that have processes. */
const WITH_PROCESSES: ReadonlySet<string> = new Set(['running', 'paused']);

/** One container that hangs is its own problem; this many say that the engine hangs. */
const MAX_TIMEOUTS = 8;

/** Ids of the containers that run, as they were listed. */
export function runningIds(containers: readonly ContainerRecord[]): string[] {
  return containers.filter(({ status }) => WITH_PROCESSES.has(status)).map(({ id }) => id);
}

/** One thing to ask of every running container. */
export interface RunningQuestion<T> {
  /** What is asked for, in the plural: `processes`. */
  readonly subject: string;
  readonly ids: readonly string[];
  /** Requests at the same time. */
  readonly concurrency: number;
  /** Asks for one container; `null`: it does not run any more. */
  readonly askOne: (id: string, get: GetOfContainer) => Promise<T | null>;
  readonly missing: string;
  readonly hint?: (error: RequestError) => string | null;
}

/** The answer of a path below `/containers/<id>`, such as `/top`. */
export type GetOfContainer = (path: string, query: Query) => Promise<unknown>;

/** 404: removed since it was listed; 409: it has ended. */
function hasGone({ status }: RequestError): boolean {
  return status === 404 || status === 409;
}

/**
 * Asks for every running container on its own, all of them within the session's limit for a list. Those that have ended
 * since they were listed are left out; all that failed are one problem.
 */
export async function askRunning<T>(session: Session, question: RunningQuestion<T>): Promise<T[]> {
  const { subject, ids, missing, concurrency } = question;
  const { timeoutMs, listTimeoutMs } = session.limits;
  const deadline = performance.now() + listTimeoutMs;
  let timeouts = 0;
  let failed = 0;
  let firstFailure: RequestError | null = null;
  const answers = await mapConcurrently(ids, concurrency, async (id) => {
    const get: GetOfContainer = (path, query) =>
      session.connection.get(`/containers/${encodeURIComponent(id)}${path}`, query, {
        timeoutMs,
        signal: session.signal,
      });
    try {
      if (timeouts >= MAX_TIMEOUTS || performance.now() > deadline)
        throw new RequestError('timeout', 'the engine takes too long');
      return await question.askOne(id, get);
    } catch (error) {
      const failure = toRequestError(error);
      if (hasGone(failure)) return null;
      if (failure.failure === 'timeout') timeouts++;
      failed++;
      firstFailure ??= failure;
      return null;
    }
  });
  if (failed > 0) {
    const failure = toRequestError(firstFailure);
    const message = `The engine gave no ${subject} of ${failed} of ${ids.length} containers: ${failure.message}.`;
    session.problems.push(listProblem(session.endpoint, message, missing, question.hint?.(failure) ?? null));
  }
  return answers.filter((answer) => answer !== null);
}
