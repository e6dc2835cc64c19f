import { statfsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { mustRun } from '../harness/run.js';
import { listDataRoot } from './listing.js';
import { isPacked } from './packed-files.js';

/** What is said of the host beside its files. */
export interface CaptureFacts {
  readonly engineVersion: string;
  readonly hostname: string;
}

/** The archive's `capture.json`. Figures of the file system are those of statfs(2), in bytes. */
function captureJson(dataRoot: string, facts: CaptureFacts): string {
  const { bsize, blocks, bfree, bavail, files, ffree } = statfsSync(dataRoot);
  const filesystem = {
    type: 'ext4',
    totalBytes: blocks * bsize,
    usedBytes: (blocks - bfree) * bsize,
    freeBytes: bfree * bsize,
    availableBytes: bavail * bsize,
    inodesTotal: files,
    inodesFree: ffree,
  };
  const takenAt = new Date().toISOString();
  const { engineVersion, hostname } = facts;
  return `${JSON.stringify({ engineVersion, dataRoot, filesystem, takenAt, hostname }, null, 2)}\n`;
}

async function packedPaths(dataRoot: string): Promise<readonly string[]> {
  const found = await mustRun('find', [dataRoot, '-xdev', '-type', 'f', '-printf', '%s %P\\0']);
  return found
    .toString()
    .split('\0')
    .flatMap((record) => {
      const [, size, path] = /^(\d+) (.*)$/s.exec(record) ?? [];
      return path !== undefined && isPacked(path, Number(size)) ? [path] : [];
    })
    .sort();
}

/**
 * Packs what describes a stopped engine's data root: the listing of every path, the metadata files whole, and facts
 * about the host.
 * @param forbidden text that must not be inside, such as paths of the machine the capture was made on
 * @throws when a file holds forbidden text
 */
export async function packSample(
  dataRoot: string,
  output: string,
  facts: CaptureFacts,
  forbidden: readonly string[],
): Promise<void> {
  const archive = pack();
  const add = (name: string, content: Buffer): void => {
    const leaked = forbidden.find((text) => content.includes(text));
    if (leaked !== undefined) throw new Error(`${name} holds ${JSON.stringify(leaked)}`);
    archive.entry({ name, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, content);
  };
  add('capture.json', Buffer.from(captureJson(dataRoot, facts)));
  add('listing.txt', Buffer.from(`${(await listDataRoot(dataRoot)).join('\n')}\n`));
  for (const path of await packedPaths(dataRoot)) add(`root/${path}`, await readFile(`${dataRoot}/${path}`));
  archive.finalize();
  await writeFile(output, gzipSync(await buffer(archive), { level: 9 }));
}
