import { IncomingMessage } from 'node:http';
import type { Method, OpenModem } from './modem.js';
import { RequestError } from './request-error.js';

/** Parameters of a request. */
export type Query = Readonly<Record<string, string>>;

/** One request: its path has the API version in front. */
export interface Request {
  readonly method: Method;
  readonly path: string;
  readonly query: Query;
}

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
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

/** @throws RequestError `garbage` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError('garbage', 'the answer is not JSON');
  }
}

/** The engine's own words about an error: `{"message": …}`, or plain text from a proxy. Empty when there are none. */
export function complaint(body: string): string {
  let words: unknown = body;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'message' in value) words = value.message;
  } catch {
    // Plain text: said as it is.
  }
  return typeof words === 'string' ? words.trim().slice(0, 500) : '';
}

/** Parameters of a POST belong to its path: the modem would send them as the body as well. */
function modemOptions(method: Method, query: Query): Readonly<Record<string, unknown>> {
  return method === 'POST' ? { _query: query, _body: {} } : { ...query };
}

function dial(
  open: OpenModem,
  { method, path, query }: Request,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = {
    // The modem adds the query where the path ends with "?".
    path: Object.keys(query).length === 0 ? path : `${path}?`,
    method,
    options: modemOptions(method, query),
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

/** One request and its whole answer, whatever its status. */
export async function exchange(open: OpenModem, request: Request, signal: AbortSignal): Promise<RawAnswer> {
  const response = await dial(open, request, signal);
  const stop = (): void => void response.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return { status: response.statusCode ?? 0, body: await readAnswer(response) };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
