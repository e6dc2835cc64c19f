import { request } from 'node:http';

/** What the engine answered. `body` is the parsed JSON, or the text where it is none. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

const LIMIT_MS = 60_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a request brings along: an archive as its bytes, anything else as JSON. */
export type ApiBody = Buffer | Readonly<Record<string, unknown>>;

function headersFor(body: ApiBody | undefined): Readonly<Record<string, string>> {
  if (body === undefined) return {};
  return { 'content-type': Buffer.isBuffer(body) ? 'application/x-tar' : 'application/json' };
}

/** One request to an engine's socket, with no client library in between. Rejects when there is no whole answer. */
export function askEngine(socket: string, path: string, method = 'GET', body?: ApiBody): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const headers = headersFor(body);
    const options = { socketPath: socket, path, method, signal, headers, agent: false };
    const asked = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString()) });
      });
    });
    asked.on('error', reject);
    asked.end(body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
}
