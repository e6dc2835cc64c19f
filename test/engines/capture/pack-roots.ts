import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { PrivateEngine } from '../harness/private-engine.js';
import { mustRun } from '../harness/run.js';
import { listDataRoot } from './listing.js';

/** Metadata of the engine, of containerd and of BuildKit, relative to one of the roots. */
const WHOLE: readonly RegExp[] = [
  /^(?!volumes\/[^/]+\/|.*\/snapshots\/).*\.db$/,
  /^image\//,
  /^containers\/[^/]+\/(?:config\.v2|hostconfig)\.json$/,
  /^volumes\/[^/]+\/opts\.json$/,
];
const BLOB = /(?:^|\/)io\.containerd\.content\.v1\.content\/blobs\/sha256\/[0-9a-f]{64}$/;
const DOCUMENT_BYTES = 64 * 1024;

/** Every device number becomes this one. */
const DEVICE = 2049;

async function packedFiles(root: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = (await mustRun('find', [root, '-xdev', '-type', 'f', '-printf', '%s %P\\0'])).toString();
  const files = new Map<string, Buffer>();
  for (const record of found.split('\0').filter(Boolean).sort()) {
    const [, size, path = ''] = /^(\d+) (.*)$/s.exec(record) ?? [];
    const isWhole = WHOLE.some((pattern) => pattern.test(path));
    if (!isWhole && !(BLOB.test(path) && Number(size) <= DOCUMENT_BYTES)) continue;
    const content = await readFile(join(root, path));
    // Of the blobs only the documents: manifests, indexes, configurations, attestations.
    if (isWhole || content[0] === 0x7b) files.set(path, content);
  }
  return files;
}

/** Other text of the same length, so that no record in a database moves. */
function sameLength(text: string, prefix: string): string {
  return prefix.padEnd(text.length, 'x').slice(0, text.length);
}

/**
 * Packs what describes the roots of a stopped engine: the listing of every path, the metadata files whole, and where
 * the roots were. The data root is called `root`, a containerd's root outside of it `containerd`.
 */
export async function packRoots(engine: PrivateEngine, output: string): Promise<void> {
  const { dataRoot, containerdRoot, directory } = engine.layout;
  const replaced = [
    [directory, sameLength(directory, '/srv/sample/engine-')],
    // A short name such as `vm` is found in any database by chance.
    ...(hostname().length >= 6 ? [[hostname(), sameLength(hostname(), 'sample-host-')] as const] : []),
  ] as const;
  const neutral = (content: Buffer): Buffer =>
    Buffer.from(
      replaced.reduce((text, [from, to]) => text.replaceAll(from, to), content.toString('latin1')),
      'latin1',
    );
  const isApart = !containerdRoot.startsWith(`${dataRoot}/`);
  const roots = [['root', dataRoot] as const, ...(isApart ? [['containerd', containerdRoot] as const] : [])];
  const archive = pack();
  const add = (name: string, content: Buffer): void => {
    archive.entry({ name, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, content);
  };
  const facts = {
    engineVersion: engine.version,
    dataRoot,
    containerdRoot,
    takenAt: new Date().toISOString(),
    hostname: 'sample',
    filesystem: {
      type: 'ext4',
      totalBytes: 10_000_000_000,
      usedBytes: 4_000_000_000,
      freeBytes: 6_000_000_000,
      availableBytes: 5_500_000_000,
      inodesTotal: 655_360,
      inodesFree: 600_000,
    },
  };
  add('capture.json', neutral(Buffer.from(`${JSON.stringify(facts, null, 2)}\n`)));
  const listing = (await Promise.all(roots.map(([name, root]) => listDataRoot(root, name)))).flat();
  // The device is the last field before the path.
  const lines = listing.map((line) => line.replace(/^((?:\S+ ){9})\d+ /, `$1${DEVICE} `));
  add('listing.txt', neutral(Buffer.from(`${lines.join('\n')}\n`)));
  for (const [name, root] of roots) {
    for (const [path, content] of await packedFiles(root)) {
      const written = neutral(content);
      if (BLOB.test(path) && !written.equals(content)) throw new Error(`${path} names this machine`);
      add(`${name}/${path}`, written);
    }
  }
  archive.finalize();
  await writeFile(output, gzipSync(await buffer(archive), { level: 9 }));
}
