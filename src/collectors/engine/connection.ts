import { type Limits, withDeadline } from './deadline.js';
import type { Endpoint } from './endpoint.js';
import { complaint, exchange, parseJson, type Query } from './exchange.js';
import { type OpenModem, openModem } from './modem.js';
import { RequestError, toRequestError } from './request-error.js';

/** A way to ask an engine; every request is a GET. */
export interface Connection {
  /**
   * The JSON answer of a path such as `/version`, below the API version once `speak` set one.
   * @throws RequestError
   */
  get(path: string, query: Query, limits: Limits): Promise<unknown>;
  /** Put every later request below this API version, such as `1.41`. */
  speak(apiVersion: string): void;
  /** Ends every connection. */
  close(): void;
}

/** What an engine answered to a request that changes something. */
export interface ChangeAnswer {
  readonly status: number;
  /** The JSON of an answer that is no error; `null` where it is empty. */
  readonly body: unknown;
  /** The engine's own words where the status is an error, else `null`. */
  readonly message: string | null;
}

/** A way to change something in an engine. Only removals get one: see `removal-engine.ts`. */
export interface ChangingConnection extends Connection {
  /**
   * Sends one request, once, and waits for the end of it. An error status is an answer like any other.
   * @throws RequestError when there is no answer; what the engine did is then not known
   */
  send(method: 'POST' | 'DELETE', path: string, query: Query, limits: Limits): Promise<ChangeAnswer>;
}

async function request(open: OpenModem, path: string, query: Query, signal: AbortSignal): Promise<unknown> {
  const { status, body } = await exchange(open, { method: 'GET', path, query }, signal);
  if (status === 200) return parseJson(body);
  const words = complaint(body);
  const message = words === '' ? `HTTP status ${status}` : `HTTP status ${status}, "${words}"`;
  throw new RequestError('status', message, status);
}

async function change(
  open: OpenModem,
  method: 'POST' | 'DELETE',
  path: string,
  query: Query,
  signal: AbortSignal,
): Promise<ChangeAnswer> {
  const { status, body } = await exchange(open, { method, path, query }, signal);
  if (status >= 200 && status < 300) {
    return { status, body: body.trim() === '' ? null : parseJson(body), message: null };
  }
  return { status, body: null, message: complaint(body) || `HTTP status ${status}` };
}

/** Runs a request within its limits. */
async function within<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await withDeadline(limits, work);
  } catch (error) {
    throw toRequestError(error);
  }
}

/** Opens an endpoint for questions and changes. Nothing is sent before the first request. */
export async function openChangingConnection(
  endpoint: Endpoint,
  sshCommand?: string,
): Promise<ChangingConnection> {
  const open = await openModem(endpoint, sshCommand);
  let prefix = open.basePath;
  return {
    get: (path, query, limits) => within(limits, (signal) => request(open, prefix + path, query, signal)),
    send: (method, path, query, limits) =>
      within(limits, (signal) => change(open, method, prefix + path, query, signal)),
    speak(apiVersion) {
      prefix = `${open.basePath}/v${apiVersion}`;
    },
    close() {
      open.agent.destroy();
    },
  };
}

/** Opens an endpoint for questions alone: what it returns cannot change anything. */
export async function openConnection(endpoint: Endpoint, sshCommand?: string): Promise<Connection> {
  const connection = await openChangingConnection(endpoint, sshCommand);
  return {
    get: (path, query, limits) => connection.get(path, query, limits),
    speak: (apiVersion) => connection.speak(apiVersion),
    close: () => connection.close(),
  };
}
