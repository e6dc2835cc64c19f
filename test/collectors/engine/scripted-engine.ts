import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import {
  openRemovalEngine,
  type RemovalEngineOptions,
} from '../../../src/collectors/engine/removal-engine.js';
import type { RemovalEngine } from '../../../src/model/removal-engine.js';
import { sendJson, temporaryDirectory, unixEndpoint } from './fake-engine.js';

/** Status and body, or how it fails: no answer at all, or one that ends in the middle. */
export type Reply = readonly [status: number, body?: unknown] | 'hang' | 'break' | (() => Reply);

/** Answers by method and path without version, such as `GET /networks`: one after the other, the last one for ever. */
export type Script = Readonly<Record<string, Reply | readonly Reply[]>>;

export interface ScriptedEngine {
  readonly removal: RemovalEngine;
  /** Every request that changes something, as `DELETE /volumes/data?force=0`. */
  readonly changes: readonly string[];
  /** Every request, in the same form. */
  readonly requests: readonly string[];
  readonly url: string;
}

function isOne(replies: Reply | readonly Reply[]): replies is Reply {
  return typeof replies !== 'object' || typeof replies[0] === 'number';
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (typeof reply === 'function') return answer(response, reply());
  if (reply === 'break') {
    response.writeHead(200, { 'Content-Length': '1000' }).write('[', () => response.destroy());
    return;
  }
  const [status, body] = reply;
  if (body === undefined) response.writeHead(status).end();
  else sendJson(response, body, status);
}

/** An engine that answers as it is told, and the removal engine that talks to it. */
export async function startScriptedEngine(
  t: ExecutionContext,
  script: Script,
  { apiVersion = '1.51', ...options }: RemovalEngineOptions & { readonly apiVersion?: string } = {},
): Promise<ScriptedEngine> {
  const socketPath = join(await temporaryDirectory(t), 'engine.sock');
  const requests: string[] = [];
  const counts = new Map<string, number>();
  const whole: Script = {
    'GET /version': [200, { ApiVersion: apiVersion, MinAPIVersion: '1.24' }],
    'GET /containers/json': [200, []],
    'GET /images/json': [200, []],
    ...script,
  };
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '').replace(/^\/v\d+\.\d+/, '');
    const hasBody =
      Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers;
    requests.push(`${request.method} ${url}${hasBody ? ' with a body' : ''}`);
    const key = `${request.method} ${url.split('?')[0]}`;
    const replies = whole[key] ?? [404, { message: 'not found' }];
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    answer(response, isOne(replies) ? replies : (replies[count] ?? replies.at(-1) ?? 'hang'));
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const endpoint = unixEndpoint(socketPath);
  const removal = await openRemovalEngine(endpoint, options);
  t.teardown(() => removal.close());
  return {
    removal,
    get changes() {
      return requests.filter((request) => !request.startsWith('GET '));
    },
    requests,
    url: endpoint.url,
  };
}
