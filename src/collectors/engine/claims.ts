import type { EngineClaims } from '../../model/engine-claims.js';
import { parseClaims } from './answers/claims.js';
import { openConnection } from './connection.js';
import { makeContact } from './contact.js';
import type { Endpoint } from './endpoint.js';
import { toRequestError } from './request-error.js';

/** The engine's own figures, or why there are none, a clause. */
export interface CollectedClaims {
  readonly claims: EngineClaims | null;
  readonly missing: string | null;
}

const CONTACT_MS = 5000;
/** The engine walks its whole disk for the answer. */
const USAGE_MS = 120_000;

/** Asks an engine what it calls reclaimable. Never throws. */
export async function collectClaims(endpoint: Endpoint, signal?: AbortSignal): Promise<CollectedClaims> {
  try {
    const connection = await openConnection(endpoint);
    try {
      await makeContact(connection, { timeoutMs: CONTACT_MS, signal });
      const answer = await connection.get('/system/df', {}, { timeoutMs: USAGE_MS, signal });
      return { claims: parseClaims(answer), missing: null };
    } finally {
      connection.close();
    }
  } catch (error) {
    return { claims: null, missing: toRequestError(error).message };
  }
}
