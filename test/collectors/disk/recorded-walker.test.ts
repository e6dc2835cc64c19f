import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { RecordedWalker } from '../../../src/collectors/disk/recorded-walker.js';
import { ThreadWalker } from '../../../src/collectors/disk/thread-walker.js';
import { type ListingEntry, parseListing } from '../../../src/formats/walk-listing.js';
import { GROUP_PATTERNS } from '../../../src/model/data-root-layout.js';
import type { WalkResult } from '../../../src/model/walk.js';
import { temporaryDirectory, writeTree } from './temporary-tree.js';

/** A listing as captures hold it, with the unsafe bytes of each path escaped. */
function listingOf(parent: string, name: string): string {
  const format = String.raw`%y %m %U %G %s %b %n %i %T@ %D %p\0`;
  const lines = execFileSync('find', [name, '-printf', format], { cwd: parent, encoding: 'latin1' }).split(
    '\0',
  );
  return lines
    .map((line) => {
      return line.replace(/[^!-[\]-~ ]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
    })
    .join('\n');
}

function timeless(result: WalkResult): WalkResult {
  const groups = result.groups.map((group) => ({ ...group, newestMs: 0 }));
  return { ...result, groups, elapsedMs: 0 };
}

test('a recorded walk equals the walk of the same tree, group for group', async (t) => {
  const parent = temporaryDirectory(t);
  const root = join(parent, 'root');
  writeTree(root, {
    'overlay2/aaa/diff/etc/file': 'x'.repeat(5000),
    'overlay2/aaa/link': 'L',
    'overlay2/bbb/diff/': '',
    'overlay2/l/': '',
    'image/overlay2/layerdb/sha256/cc/size': '5',
    'containers/id/local-logs/container.log': 'log',
    'containers/id/hosts': 'h',
    'volumes/v/_data/a b\\c\n\u001b[0m\u00e4': 'data',
    'buildkit/x.db': '',
    'something/else': '1',
  });
  symlinkSync('../aaa/diff', join(root, 'overlay2/l/L'));
  linkSync(join(root, 'overlay2/aaa/diff/etc/file'), join(root, 'overlay2/bbb/diff/file'));
  linkSync(join(root, 'volumes/v/_data/a b\\c\n\u001b[0m\u00e4'), join(root, 'volumes/v/_data/twice'));
  truncateSync(join(root, 'buildkit/x.db'), 10_000_000);
  mkdirSync(Buffer.from(`${root}/volumes/\xff\xfe`, 'latin1'));
  writeFileSync(Buffer.from(`${root}/volumes/\xff\xfe/x`, 'latin1'), 'x');
  const { entries, badLines } = parseListing(listingOf(parent, 'root'));
  t.is(badLines, 0);
  const request = { root, groups: GROUP_PATTERNS, mountPoints: [], excluded: [] };
  const recorded = await new RecordedWalker(entries, 'root').walk(request);
  const walked = await new ThreadWalker().walk(request);
  t.is(walked.linked.length, 1);
  t.deepEqual(timeless(recorded), timeless(walked));
});

const FILE: ListingEntry = {
  type: 'f',
  sizeBytes: 5,
  blocks: 8,
  links: 1,
  inode: '1',
  modifiedMs: 7,
  device: '1',
  path: 'root/a/file',
};

test('entries of other roots in the same listing are left out', async (t) => {
  const others = ['rootless', 'other/root/a', 'roo'].map((path) => ({ ...FILE, path }));
  const result = await new RecordedWalker([...others, FILE], 'root').walk({
    root: '/r',
    groups: ['*'],
    mountPoints: [],
    excluded: [],
  });
  t.is(result.total.inodes, 1);
  t.like(result.groups[0], { path: 'a', newestMs: 7, apparentBytes: 5, allocatedBytes: 4096 });
});

test('an inode is told apart from the same number on another device', async (t) => {
  const linked = { ...FILE, links: 2 };
  const entries = [linked, { ...linked, device: '2', path: 'root/b' }];
  const result = await new RecordedWalker(entries, 'root').walk({
    root: '/r',
    groups: [],
    mountPoints: [],
    excluded: [],
  });
  t.is(result.total.inodes, 2);
});

test('a signal that was given makes the walk a cancelled one', async (t) => {
  const signal = AbortSignal.abort();
  const result = await new RecordedWalker([FILE], 'root').walk({
    root: '/r',
    groups: [],
    mountPoints: [],
    excluded: [],
    signal,
  });
  t.is(result.state, 'cancelled');
});

test('directories of other roots are left out of a recorded walk as out of a real one', async (t) => {
  const paths = ['root/100.100/a', 'root/100.100/b/c', 'root/100.1000', 'root/a/100.100', 'root'];
  const entries = [{ ...FILE, type: 'd', path: 'root/100.100' }, ...paths.map((path) => ({ ...FILE, path }))];
  const excluded = ['/r/100.100', '/r/nowhere'];
  const request = { root: '/r', groups: ['*'], mountPoints: [], excluded };
  const result = await new RecordedWalker(entries, 'root').walk(request);
  t.deepEqual(result.excluded, ['100.100']);
  t.deepEqual(
    result.groups.map(({ path }) => path),
    ['', '100.1000', 'a'],
  );
});
