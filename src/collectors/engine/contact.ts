import { parseVersion, type VersionAnswer } from './answers/version.js';
import { negotiate } from './api-version.js';
import type { Connection } from './connection.js';
import type { Limits } from './deadline.js';

/** What an engine said of itself at the first contact, and the version of its API that is spoken from then on. */
export interface Contact {
  readonly version: VersionAnswer;
  readonly apiVersion: string;
}

/**
 * Asks the engine who it is and agrees on a version.
 * @throws RequestError
 */
export async function makeContact(connection: Connection, limits: Limits): Promise<Contact> {
  const version = parseVersion(await connection.get('/version', {}, limits));
  const apiVersion = negotiate(version.apiVersion, version.minApiVersion);
  connection.speak(apiVersion);
  return { version, apiVersion };
}
