import test, { type ExecutionContext } from 'ava';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ThreadWalker } from '../../src/collectors/disk/thread-walker.js';
import { mountPointsBelow, parseMountInfo } from '../../src/formats/mountinfo.js';
import type { WalkResult } from '../../src/model/walk.js';
import { mountsBelow, unmountBelow } from './harness/mounts.js';
import { mustRun } from './harness/run.js';

const SUBVOLUME_INODE = 256;

let directory: string;
let root: string;

/** A btrfs of its own in a sparse file; the loop device goes with the mount. */
test.before(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'bilge-btrfs-')));
  root = join(directory, 'root');
  mkdirSync(root);
  const image = join(directory, 'image');
  await mustRun('truncate', ['-s', '256M', image]);
  await mustRun('mkfs.btrfs', ['-q', image]);
  await mustRun('mount', ['-o', 'loop', image, root]);
  await subvolume('driver/subvolumes/base');
  write('driver/subvolumes/base/big', 300_000);
  await subvolume('driver/subvolumes/base/nested');
  write('driver/subvolumes/base/nested/inside', 50_000);
  await mustRun('btrfs', [
    'subvolume',
    'snapshot',
    at('driver/subvolumes/base'),
    at('driver/subvolumes/child'),
  ]);
  write('driver/subvolumes/child/own', 70_000);
  linkSync(at('driver/subvolumes/child/own'), at('driver/subvolumes/child/again'));
  await mustRun('sync', ['-f', root]);
});

test.after.always(async () => {
  await unmountBelow(directory);
  rmSync(directory, { recursive: true, force: true });
});

function at(path: string): string {
  return join(root, path);
}

function write(path: string, bytes: number): void {
  writeFileSync(at(path), Buffer.alloc(bytes, path));
}

async function subvolume(path: string): Promise<void> {
  mkdirSync(join(at(path), '..'), { recursive: true });
  await mustRun('btrfs', ['subvolume', 'create', at(path)]);
}

/** What `du` counts when it crosses into other devices, and is told of each mount inside. */
async function du(figure: string, leftOut: readonly string[] = []): Promise<number> {
  const excluded = leftOut.map((path) => `--exclude=${at(path)}`);
  return Number.parseInt((await mustRun('du', ['-s', figure, ...excluded, root])).toString(), 10);
}

function walk(mountPoints: readonly string[] = [], excluded: readonly string[] = []): Promise<WalkResult> {
  return new ThreadWalker().walk({
    root,
    groups: ['driver/subvolumes/*', 'twins/*'],
    mountPoints,
    excluded,
  });
}

function mountTable(): string[] {
  return mountPointsBelow(parseMountInfo(readFileSync('/proc/self/mountinfo', 'utf8')), root);
}

async function mounted(t: ExecutionContext, path: string, options: readonly string[]): Promise<void> {
  mkdirSync(at(path), { recursive: true });
  await mustRun('mount', [...options, at(path)]);
  t.teardown(() => unmountBelow(at(path)));
}

test.serial('subvolumes, snapshots and subvolumes in subvolumes are counted as du counts them', async (t) => {
  const result = await walk();
  t.is(result.total.allocatedBytes, await du('--block-size=1'));
  t.is(result.total.inodes, await du('--inodes'));
  t.deepEqual(result.mountsSkipped, []);
  const base = result.groups.find(({ path }) => path === 'driver/subvolumes/base');
  const child = result.groups.find(({ path }) => path === 'driver/subvolumes/child');
  t.is(base?.apparentBytes, 350_000);
  // A snapshot does not hold the subvolumes of what it is made of: an empty directory stands there.
  t.is(child?.apparentBytes, 370_000);
  t.deepEqual(result.linked, []);
});

test.serial('inodes of the same number in two subvolumes are two inodes', async (t) => {
  for (const name of ['one', 'two']) {
    await subvolume(`twins/${name}`);
    write(`twins/${name}/file`, 10_000);
    mkdirSync(at(`twins/${name}/hidden`));
    for (const link of ['link', 'hidden/link'])
      linkSync(at(`twins/${name}/file`), at(`twins/${name}/${link}`));
  }
  t.is(statSync(at('twins/one/file')).ino, statSync(at('twins/two/file')).ino);
  // With a link that is not met, an inode stays open while the next subvolume is read.
  const hidden = ['twins/one/hidden', 'twins/two/hidden'];
  const result = await walk([], hidden.map(at));
  t.is(result.total.allocatedBytes, await du('--block-size=1', hidden));
  t.deepEqual(result.linked, []);
  const twins = result.groups.filter(({ path }) => path.startsWith('twins/'));
  t.deepEqual(
    twins.map(({ apparentBytes }) => apparentBytes),
    [10_000, 10_000],
  );
});

test.serial('a subvolume that is mounted inside is left out: it is counted where it stands', async (t) => {
  const before = await walk(mountTable());
  await mounted(t, 'mounted', ['--bind', at('driver/subvolumes/child')]);
  t.is(statSync(at('mounted')).ino, SUBVOLUME_INODE);
  const result = await walk(mountTable());
  t.deepEqual(result.mountsSkipped, ['mounted']);
  t.is(result.total.allocatedBytes, before.total.allocatedBytes);
  t.is(result.total.allocatedBytes, await du('--block-size=1', ['mounted']));
});

test.serial('a directory mounted on itself is walked, with the subvolumes in it', async (t) => {
  const before = await walk(mountTable());
  await mounted(t, 'driver', ['--bind', at('driver')]);
  t.deepEqual(mountsBelow(at('driver')), [at('driver')]);
  const result = await walk(mountTable());
  t.deepEqual({ ...result.total }, { ...before.total });
  t.deepEqual(result.mountsSkipped, []);
});

test.serial(
  'another filesystem is not entered, even at the inode of a subvolume and unknown to the table',
  async (t) => {
    await mounted(t, 'tmpfs', ['-t', 'tmpfs', 'tmpfs']);
    // tmpfs numbers its inodes one after the other.
    for (let i = 0; statSync(at('tmpfs')).ino !== SUBVOLUME_INODE; i++) {
      const candidate = join(at('tmpfs'), `${i}`);
      mkdirSync(candidate);
      const { ino } = statSync(candidate);
      if (ino > SUBVOLUME_INODE) return t.fail('tmpfs numbers its inodes differently');
      if (ino < SUBVOLUME_INODE) continue;
      await mounted(t, 'other', ['--bind', candidate]);
      break;
    }
    const { dev, ino } = statSync(at('other'));
    t.is(ino, SUBVOLUME_INODE);
    t.not(dev, statSync(root).dev);
    t.deepEqual((await walk()).mountsSkipped, ['other', 'tmpfs']);
  },
);
