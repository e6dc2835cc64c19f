import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { readInsidePeer } from '../../../src/collectors/network/inside-peer.js';
import { mountLine, temporaryDirectory } from '../proc/fake-proc.js';

const SYSFS = mountLine(20, 1, '0:21', '/', '/sys', 'sysfs');

/** A container whose `/sys` is an ordinary directory, with these mounts. */
async function fakeContainer(directory: string, mountinfo: string): Promise<void> {
  const inside = join(directory, '7/root/sys/devices/virtual/net/eth0');
  await mkdir(inside, { recursive: true });
  await writeFile(join(directory, '7/mountinfo'), mountinfo);
  await writeFile(join(inside, 'ifindex'), '2\n');
  await writeFile(join(inside, 'iflink'), '99\n');
}

const hasSysfs = existsSync('/sys/devices/virtual/net/lo/iflink') ? test : test.skip;

hasSysfs('the other end of an interface is read from the kernel’s own filesystem', (t) => {
  t.is(readInsidePeer('/proc', process.pid, 'lo', 1), 1);
  // Another one's than the one that is meant.
  t.is(readInsidePeer('/proc', process.pid, 'lo', 2), null);
  t.is(readInsidePeer('/proc', process.pid, 'none0', 1), null);
  t.is(readInsidePeer('/proc', process.pid, '../net/lo', 1), null);
});

test('files that a container put there itself are not believed', async (t) => {
  const directory = await temporaryDirectory(t);
  await fakeContainer(directory, SYSFS);
  t.is(readInsidePeer(directory, 7, 'eth0', 2), null);
});

hasSysfs('nothing is read where something else is mounted at or over the place', async (t) => {
  const read = async (mounts: string): Promise<number | null> => {
    const directory = await temporaryDirectory(t);
    await mkdir(join(directory, '7'));
    await writeFile(join(directory, '7/mountinfo'), mounts);
    await symlink('/', join(directory, '7/root'));
    return readInsidePeer(directory, 7, 'lo', 1);
  };
  t.is(await read(SYSFS), 1);
  for (const mounts of [
    '',
    mountLine(20, 1, '0:21', '/', '/sys', 'tmpfs'),
    mountLine(20, 1, '0:21', '/kernel', '/sys', 'sysfs'),
    SYSFS + mountLine(21, 20, '0:40', '/', '/sys/devices/virtual', 'fuse.trap'),
    SYSFS + mountLine(21, 20, '0:40', '/', '/sys/devices/virtual/net/lo', 'fuse.trap'),
  ]) {
    t.is(await read(mounts), null, mounts);
  }
});
