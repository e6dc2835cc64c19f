import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { RegistryBlob, RegistryImage } from './registry-image.js';

/** How a registry answers. */
export interface RegistryOptions {
  /** Speed of each answer with a layer; as fast as it goes when not given. */
  readonly bytesPerSecond?: number;
  /** Blob whose answers stop after so many bytes, so that a pull stands still at a known point. */
  readonly hang?: { readonly digest: string; readonly afterBytes: number };
}

/** A registry for pulls, which keeps everything in memory. */
export interface Registry {
  /** Such as `127.0.0.1:41234`, the first part of its images' names. */
  readonly address: string;
  /** Resolves when an answer has stopped at the point that was chosen. */
  readonly hung: Promise<void>;
  /** Lets stopped answers go on. */
  readonly resume: () => void;
  /** Ends it, and every answer that is under way. */
  readonly close: () => Promise<void>;
}

interface Gate {
  readonly reached: () => void;
  readonly opened: Promise<void>;
}

const API_VERSION = { 'Docker-Distribution-Api-Version': 'registry/2.0' };
const STEP_MS = 50;

async function send(
  response: ServerResponse,
  { digest, content }: RegistryBlob,
  options: RegistryOptions,
  gate: Gate,
): Promise<void> {
  const stop = options.hang?.digest === digest ? options.hang.afterBytes : undefined;
  const step =
    options.bytesPerSecond === undefined
      ? content.length
      : Math.ceil((options.bytesPerSecond * STEP_MS) / 1000);
  for (let at = 0; at < content.length && !response.destroyed;) {
    const before = stop !== undefined && at < stop ? stop : content.length;
    const next = Math.min(at + step, before);
    response.write(content.subarray(at, next));
    at = next;
    if (at === stop) {
      gate.reached();
      await gate.opened;
    }
    if (options.bytesPerSecond !== undefined) await delay(STEP_MS);
  }
  response.end();
}

/** Who asks for `/v2/NAME/manifests/TAG`, `…/manifests/DIGEST` or `…/blobs/DIGEST` gets it (OCI distribution-spec, pull). */
function find(images: Readonly<Record<string, RegistryImage>>, path: string): RegistryBlob | undefined {
  const [, name, kind, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  if (kind === 'manifests' && !reference.includes(':')) return images[`${name}:${reference}`]?.top;
  return Object.values(images)
    .flatMap(({ blobs }) => blobs)
    .find(({ digest }) => digest === reference);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the registry has no port'));
    });
  });
}

/**
 * Starts a read-only registry on a free port of 127.0.0.1, which engines speak plain HTTP with unasked.
 * @param images by name and tag, such as `shop/app:1`
 */
export async function startRegistry(
  images: Readonly<Record<string, RegistryImage>>,
  options: RegistryOptions = {},
): Promise<Registry> {
  const hung = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const gate: Gate = { reached: hung.resolve, opened: open.promise };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? '/', 'http://registry').pathname;
    const found = find(images, path);
    if (found === undefined) {
      response.writeHead(/^\/v2\/?$/.test(path) ? 200 : 404, API_VERSION).end('{}');
      return;
    }
    response.writeHead(200, {
      ...API_VERSION,
      'Content-Type': found.mediaType,
      'Content-Length': found.content.length,
      'Docker-Content-Digest': found.digest,
    });
    if (request.method === 'HEAD') response.end();
    else void send(response, found, options, gate);
  };
  const server = createServer(answer);
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    hung: hung.promise,
    resume: open.resolve,
    close: () =>
      new Promise((resolve) => {
        open.resolve();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
