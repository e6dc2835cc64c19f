import type { ExecutionContext } from 'ava';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { askEngine } from './engine-api.js';
import type { PrivateEngine } from './private-engine.js';

/**
 * A second socket of an engine, open for the length of a test. `after` runs between the end of a request at the engine
 * and its answer: what happens there has happened when the other side sends its next request.
 * @returns the socket's path
 */
export async function openEngineDoor(
  t: ExecutionContext,
  { layout }: PrivateEngine,
  after: (method: string, path: string) => Promise<void>,
): Promise<string> {
  const path = join(layout.directory, 'door.sock');
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request;
    const pass = async (): Promise<void> => {
      const { status, body } = await askEngine(layout.socket, url, method);
      await after(method, url);
      response.writeHead(status).end(body === '' ? '' : JSON.stringify(body));
    };
    pass().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return path;
}
