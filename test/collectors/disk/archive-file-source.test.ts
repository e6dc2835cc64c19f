import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import * as fc from 'fast-check';
import { type Header, pack } from 'tar-stream';
import { ArchiveFileSource, readArchive } from '../../../src/collectors/disk/archive-file-source.js';
import { temporaryDirectory } from './temporary-tree.js';

const SOURCE = new ArchiveFileSource(
  '/var/lib/docker',
  new Map([
    ['image/x/file', Buffer.from('content')],
    ['top', Buffer.from('t')],
  ]),
);

async function tarOf(
  entries: readonly (Partial<Header> & { readonly name: string; readonly content?: string })[],
): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of entries) tar.entry(header, content ?? '');
  tar.finalize();
  return buffer(tar);
}

/** The first part of `data`, cut after each `step` bytes within its content. */
function cuts(data: Buffer, step: number): Buffer[] {
  const parts: Buffer[] = [];
  for (let end = step; end < data.length && end <= 2000; end += step) parts.push(data.subarray(0, end));
  return parts;
}

test('files are read and directories listed by the paths that were kept', async (t) => {
  t.is((await SOURCE.read('image/x/file')).toString(), 'content');
  t.deepEqual(await SOURCE.list(''), ['image', 'top']);
  t.deepEqual(await SOURCE.list('image'), ['x']);
});

test('a path that is only known is listed, and missing when it is read', async (t) => {
  const source = new ArchiveFileSource('/var/lib/docker', new Map());
  source.addPath('volumes/v/_data');
  source.addPath('volumes/u');
  source.addPath('volumes/u');
  t.deepEqual(await source.list('volumes'), ['u', 'v']);
  await t.throwsAsync(source.read('volumes/u'), { code: 'ENOENT', message: /not in the capture of/ });
});

test('what was not kept is missing', async (t) => {
  for (const path of ['image/x/other', 'image', '../top', '']) {
    await t.throwsAsync(SOURCE.read(path), { code: 'ENOENT' });
  }
  await t.throwsAsync(SOURCE.list('none'), { code: 'ENOENT' });
  await t.throwsAsync(SOURCE.list('top'), { code: 'ENOENT' });
});

test('every path of an archive can be reached from its root', async (t) => {
  const name = fc.constantFrom('a', 'b', '__proto__', 'constructor');
  const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 4 }));
  const property = fc.asyncProperty(paths, async (list) => {
    const source = new ArchiveFileSource('/r', new Map());
    for (const names of list) source.addPath(names.join('/'));
    for (const names of list) {
      for (const [i, one] of names.entries()) {
        t.true((await source.list(names.slice(0, i).join('/'))).includes(one));
      }
    }
  });
  await t.notThrowsAsync(async () => fc.assert(property));
});

test('the regular files of an archive are read whole', async (t) => {
  const path = join(temporaryDirectory(t), 'capture.tar.gz');
  const tar = await tarOf([
    { name: './root/a', content: 'x'.repeat(300_000) },
    { name: 'root/dir', type: 'directory' },
    { name: 'root/link', type: 'symlink', linkname: '/etc/passwd' },
    { name: 'root/empty' },
  ]);
  writeFileSync(path, gzipSync(tar));
  const files = await readArchive(path);
  t.deepEqual([...files.keys()].sort(), ['root/a', 'root/empty']);
  t.is(files.get('root/a')?.length, 300_000);
});

test('a damaged archive fails, wherever it was cut', async (t) => {
  const path = join(temporaryDirectory(t), 'capture.tar.gz');
  const tar = await tarOf([{ name: 'root/a', content: 'x'.repeat(2000) }]);
  const packed = gzipSync(tar);
  for (const damaged of [
    Buffer.from('no gzip'),
    ...cuts(packed, 1),
    ...cuts(tar, 512).map((cut) => gzipSync(cut)),
  ]) {
    writeFileSync(path, damaged);
    await t.throwsAsync(readArchive(path));
  }
});
