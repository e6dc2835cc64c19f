import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { resolveEndpoint, type Endpoint } from '../../../src/collectors/engine/endpoint.js';

const FIXTURES = new URL('../../../../test/fixtures/engine-api/', import.meta.url);

/** Answers a request in place of the recorded answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeEngine {
  readonly socketPath: string;
  readonly endpoint: Endpoint;
  /** Every request so far, as `/v1.41/info` with its parameters. */
  readonly requests: readonly string[];
}

export async function readFixture(engine: string, name: string): Promise<string> {
  return readFile(new URL(`${engine}/${name}.json`, FIXTURES), 'utf8');
}

/** A directory that is gone after the test. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bilge-test-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export function unixEndpoint(socketPath: string): Endpoint {
  return resolveEndpoint({
    host: `unix://${socketPath}`,
    env: {},
    homeDirectory: '/nonexistent',
    root: true,
    exists: () => false,
    readFile: () => '',
  });
}

/** `/containers/<id>/json` → `container-<12 digits>`, `/containers/<id>/top` → `top-<12 digits>`, `/system/df` → `df`. */
function fixtureName(path: string): string {
  const single = /^\/(container|image)s\/(?:sha256(?::|%3A))?([0-9a-f]{12})[0-9a-f]*\/json$/.exec(path);
  if (single !== null) return `${single[1]}-${single[2]}`;
  const live = /^\/containers\/([0-9a-f]{12})[0-9a-f]*\/(top|stats)$/.exec(path);
  if (live !== null) return `${live[2]}-${live[1]}`;
  const name = path.replace(/^\//, '').replace(/\/json$/, '');
  return name === 'system/df' ? 'df' : name;
}

/** Serves recorded answers of one engine at a unix socket; `handlers` by path without version replace some. */
export async function startFakeEngine(
  t: ExecutionContext,
  engine: string,
  handlers: Readonly<Record<string, Handler>> = {},
): Promise<FakeEngine> {
  const socketPath = join(await temporaryDirectory(t), 'engine.sock');
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    requests.push(url);
    const path = (url.split('?')[0] ?? '').replace(/^\/v\d+\.\d+/, '');
    const handler = handlers[path];
    if (handler !== undefined) return handler(request, response);
    readFixture(engine, fixtureName(path)).then(
      (text) => response.end(text),
      () => sendJson(response, { message: 'page not found' }, 404),
    );
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { socketPath, endpoint: unixEndpoint(socketPath), requests };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
