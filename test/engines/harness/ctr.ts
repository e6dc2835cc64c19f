import { dirname, join } from 'node:path';
import { z } from 'zod';
import { duAllocated } from './disk-usage.js';
import type { PrivateEngine } from './private-engine.js';

const descriptor = z.object({
  mediaType: z.string(),
  digest: z.string(),
  platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const documentSchema = z.object({
  mediaType: z.string().optional(),
  manifests: z.array(descriptor).optional(),
  // An image's configuration has something else by this name.
  config: descriptor.optional().catch(undefined),
  // The manifest of an image without layers has null there.
  layers: z.array(descriptor).nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }).optional(),
});

/** What one manifest, index or configuration says, as far as the tests need it. */
export type Document = z.infer<typeof documentSchema>;
export type Descriptor = z.infer<typeof descriptor>;

/** A snapshot as `ctr` lists it, and what its directory takes. */
export interface CtrSnapshot {
  readonly key: string;
  readonly parent: string;
  readonly kind: string;
  readonly path: string;
  readonly bytes: number;
}

/** Docker's part of a containerd, told by `ctr` and du(1). */
export interface ContainerdFacts {
  /** Target of each name. */
  readonly names: ReadonlyMap<string, string>;
  /** Bytes of the file of each blob, by digest. */
  readonly blobs: ReadonlyMap<string, number>;
  readonly documents: ReadonlyMap<string, Document>;
  /** Blobs that a blob keeps by its labels: the legacy builder's configurations of containers among them. */
  readonly kept: ReadonlyMap<string, readonly string[]>;
  readonly snapshots: ReadonlyMap<string, CtrSnapshot>;
}

function ctr(engine: PrivateEngine, ...args: readonly string[]): Promise<string> {
  const base = ['--address', engine.layout.containerdSocket, '--namespace', 'moby'];
  return engine.inside('ctr', [...base, ...args]).then((output) => output.toString());
}

/** Rows of a table, without its heading; cells have no spaces in the columns that are read. */
function rows(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.trim().split(/\s+/));
}

/** What `ctr snapshots mounts` would mount: one layer is bound as it is, several are overlaid, the uppermost first. */
function topDirectory(mount: string, option: 'upperdir' | 'lowerdir'): string {
  const overlaid = new RegExp(`${option}=([^:,\\s]+)`).exec(mount)?.[1];
  const bound = /(\/\S+\/snapshots\/\d+\/fs) /.exec(mount)?.[1];
  const path = overlaid ?? bound;
  if (path === undefined) throw new Error(`no snapshot in ${mount}`);
  return dirname(path);
}

/** Directory of a snapshot: what it would mount, or for a committed one a view on it. */
async function directoryOf(engine: PrivateEngine, key: string, kind: string): Promise<string> {
  const snapshots = (...args: readonly string[]): Promise<string> => ctr(engine, 'snapshots', ...args);
  if (kind !== 'Committed') return topDirectory(await snapshots('mounts', '/nowhere', key), 'upperdir');
  const view = `bilge-test-${key}`;
  // Nothing keeps the view from a garbage collection, which may come before its mounts are asked for.
  for (let tries = 0; tries < 3; tries++) {
    try {
      await snapshots('view', view, key);
      return topDirectory(await snapshots('mounts', '/nowhere', view), 'lowerdir');
    } catch (error) {
      if (!String(error).includes('not found')) throw error;
    }
  }
  throw new Error(`the views on ${key} went at once`);
}

async function snapshotsOf(engine: PrivateEngine): Promise<ReadonlyMap<string, CtrSnapshot>> {
  const found = new Map<string, CtrSnapshot>();
  for (const cells of rows(await ctr(engine, 'snapshots', 'ls'))) {
    const [key = '', ...others] = cells;
    const kind = others.at(-1) ?? '';
    const parent = others.length > 1 ? (others[0] ?? '') : '';
    // A view's own directory is empty, and what it would mount is not it.
    if (kind === 'View') continue;
    const path = await directoryOf(engine, key, kind);
    found.set(key, { key, parent, kind, path, bytes: await duAllocated(path) });
  }
  return found;
}

/** Reads all of it. For a moment there are views: nothing that existed changes. */
export async function containerdFacts(engine: PrivateEngine): Promise<ContainerdFacts> {
  const names = new Map(
    rows(await ctr(engine, 'images', 'ls')).map(([name = '', , digest = '']) => [name, digest]),
  );
  const blobs = new Map<string, number>();
  const documents = new Map<string, Document>();
  const files = join(engine.layout.containerdRoot, 'io.containerd.content.v1.content/blobs/sha256');
  const kept = new Map<string, readonly string[]>();
  for (const [digest = '', , , , labels = ''] of rows(await ctr(engine, 'content', 'ls'))) {
    blobs.set(digest, await duAllocated(join(files, digest.replace('sha256:', ''))));
    kept.set(
      digest,
      [...labels.matchAll(/gc\.ref\.content[^=,]*=(sha256:[0-9a-f]{64})/g)].map((match) => match[1] ?? ''),
    );
    const content = await ctr(engine, 'content', 'get', digest);
    if (!content.startsWith('{')) continue;
    const parsed = documentSchema.safeParse(JSON.parse(content));
    if (parsed.success) documents.set(digest, parsed.data);
  }
  const snapshots = await snapshotsOf(engine);
  await collectGarbage(engine);
  return { names, blobs, documents, kept, snapshots };
}

/** Makes containerd collect its garbage now, and waits until that is done. */
export async function collectGarbage(engine: PrivateEngine): Promise<void> {
  await ctr(engine, 'leases', 'create', '--id', 'bilge-test');
  await ctr(engine, 'leases', 'delete', '--sync', 'bilge-test');
}
