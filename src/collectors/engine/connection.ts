import { IncomingMessage } from 'node:http';
import { type Limits, withDeadline } from './deadline.js';
import type { Endpoint } from './endpoint.js';
import { type OpenModem, openModem } from './modem.js';
import { RequestError, toRequestError } from './request-error.js';

/** Parameters of a request. */
export type Query = Readonly<Record<string, string>>;

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

/** Largest answer that is read: memory must stay bounded whatever is at the other end. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** For dockerode every status is fine: telling them apart is our business. */
const EVERY_STATUS: Readonly<Record<number, true>> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true] as const),
);

async function readAnswer(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_ANSWER_BYTES) throw new RequestError('garbage', 'the answer is larger than 256 MiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError('garbage', 'the answer is not JSON');
  }
}

/** The engine's own words about an error: `{"message": …}`, or plain text from a proxy. */
function complaint(status: number, body: string): string {
  let words: unknown = body;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'message' in value) words = value.message;
  } catch {
    // Plain text: said as it is.
  }
  const text = typeof words === 'string' ? words.trim().slice(0, 500) : '';
  return text === '' ? `HTTP status ${status}` : `HTTP status ${status}, "${text}"`;
}

function dial(open: OpenModem, path: string, query: Query, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = {
    // The modem adds the query where the path ends with "?".
    path: Object.keys(query).length === 0 ? path : `${path}?`,
    method: 'GET',
    options: { ...query },
    statusCodes: EVERY_STATUS,
    isStream: true,
    abortSignal: signal,
  } as const;
  open.modem.dial(request, (error, response) => {
    if (error !== null) reject(error);
    else if (!(response instanceof IncomingMessage)) reject(new RequestError('other', 'there was no answer'));
    else if (signal.aborted) response.destroy();
    else resolve(response);
  });
  return promise;
}

async function request(open: OpenModem, path: string, query: Query, signal: AbortSignal): Promise<unknown> {
  const response = await dial(open, path, query, signal);
  const stop = (): void => void response.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const body = await readAnswer(response);
    const status = response.statusCode ?? 0;
    if (status !== 200) throw new RequestError('status', complaint(status, body), status);
    return parseJson(body);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Opens an endpoint. Nothing is sent before the first request. */
export async function openConnection(endpoint: Endpoint, sshCommand?: string): Promise<Connection> {
  const open = await openModem(endpoint, sshCommand);
  let prefix = open.basePath;
  return {
    async get(path, query, limits) {
      try {
        return await withDeadline(limits, (signal) => request(open, prefix + path, query, signal));
      } catch (error) {
        throw toRequestError(error);
      }
    },
    speak(apiVersion) {
      prefix = `${open.basePath}/v${apiVersion}`;
    },
    close() {
      open.agent.destroy();
    },
  };
}
