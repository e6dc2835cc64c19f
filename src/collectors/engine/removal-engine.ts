import type { RemovalEngine } from '../../model/removal-engine.js';
import { openChangingConnection } from './connection.js';
import { makeContact } from './contact.js';
import type { Endpoint } from './endpoint.js';
import { contactProblem } from './problems.js';
import { EngineLostError, lostAtLook, lostAtRemoval } from './removal/errors.js';
import { lookAt } from './removal/look.js';
import { checkKey } from './removal/object-key.js';
import { removeObject } from './removal/remove.js';
import { makeTalk, type RemovalLimits } from './removal/talk.js';
import { RequestError } from './request-error.js';

/** Time limits, who may break off, and where things are. */
export interface RemovalEngineOptions extends Partial<RemovalLimits> {
  /** For the first contact, milliseconds. */
  readonly timeoutMs?: number;
  /** Breaks off what is under way. Names that were taken from an image are given back all the same. */
  readonly signal?: AbortSignal;
  /** The program for ssh endpoints. */
  readonly sshCommand?: string;
}

const DEFAULT_LIMITS: RemovalLimits = {
  lookMs: 15_000,
  wholeUsageMs: 120_000,
  pauseMs: 500,
  // A directory with millions of files is removed before the answer comes.
  removeMs: 600_000,
};

/**
 * Opens an engine for removals: the only code that changes anything in one.
 * @throws EngineLostError when there is none that can be understood
 */
export async function openRemovalEngine(
  endpoint: Endpoint,
  options: RemovalEngineOptions = {},
): Promise<RemovalEngine> {
  const { timeoutMs = 5000, signal, sshCommand, ...given } = options;
  const connection = await openChangingConnection(endpoint, sshCommand);
  try {
    const { apiVersion } = await makeContact(connection, { timeoutMs, signal });
    const talk = makeTalk(connection, apiVersion, { ...DEFAULT_LIMITS, ...given }, signal);
    return {
      async look(key) {
        checkKey(key);
        return orLost(lookAt(talk, key), (error) => lostAtLook(endpoint, key, error));
      },
      async remove(key, seen) {
        checkKey(key);
        const done = await orLost(removeObject(talk, key, seen), (error) =>
          lostAtRemoval(endpoint, key, error),
        );
        if (done.outcome === 'removed') talk.forget(key.id);
        return done;
      },
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    if (!(error instanceof RequestError)) throw error;
    const { message, hint } = contactProblem(endpoint, error, true);
    throw new EngineLostError(error.failure, [message, hint].filter((text) => text !== null).join(' '));
  }
}

/** Says in a sentence that the engine was lost; anything else is passed on. */
async function orLost<T>(work: Promise<T>, lost: (error: RequestError) => EngineLostError): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RequestError) throw lost(error);
    throw error;
  }
}
