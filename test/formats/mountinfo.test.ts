import test from 'ava';
import * as fc from 'fast-check';
import {
  mountHolding,
  type MountInfo,
  mountPointsBelow,
  parseMountInfo,
  unescapeMountPath,
} from '../../src/formats/mountinfo.js';

/** What the kernel escapes in paths (fs/proc_namespace.c, `mangle`). */
function escapePath(path: string): string {
  return path.replace(/[ \t\n\\#]/g, (character) => {
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}

function lineOf(mount: MountInfo, optional = ''): string {
  const { mountId, parentId, device, root, mountPoint, filesystemType, source } = mount;
  const paths = `${escapePath(root)} ${escapePath(mountPoint)}`;
  const end = `- ${filesystemType} ${escapePath(source)} ${mount.superOptions}`;
  return `${mountId} ${parentId} ${device} ${paths} rw,noatime ${optional}${end}`;
}

function mountAt(mountPoint: string, filesystemType = 'ext4'): MountInfo {
  return {
    mountId: 1,
    parentId: 0,
    device: '8:1',
    root: '/',
    mountPoint,
    filesystemType,
    source: '/dev/sda1',
    superOptions: 'rw,errors=continue',
  };
}

test('the example of the kernel documentation is read', (t) => {
  const line = '36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue';
  t.deepEqual(parseMountInfo(`${line}\n`), [
    {
      mountId: 36,
      parentId: 35,
      device: '98:0',
      root: '/mnt1',
      mountPoint: '/mnt2',
      filesystemType: 'ext3',
      source: '/dev/root',
      superOptions: 'rw,errors=continue',
    },
  ]);
});

test('no optional field, several of them and an empty source are read', (t) => {
  const mount = { ...mountAt('/data'), source: '' };
  for (const optional of ['', 'shared:1 ', 'shared:1 master:7 propagate_from:2 unbindable ']) {
    t.deepEqual(parseMountInfo(lineOf(mount, optional)), [mount]);
  }
});

test('a line of another shape is left out and costs no other', (t) => {
  const good = lineOf(mountAt('/data'));
  const cut = good.slice(0, good.indexOf(' - '));
  t.is(
    parseMountInfo(`${cut}\nx 1 8:1 / /a rw - ext4 s rw\n1 x 8:1 / /b rw - ext4 s rw\n\n${good}`).length,
    1,
  );
});

test('blanks, tabs, newlines and backslashes in paths are unescaped', (t) => {
  t.is(unescapeMountPath('/a\\040b\\011c\\012d\\134040'), '/a b\tc\nd\\040');
});

test('mounts written as the kernel writes them come back', (t) => {
  const path = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `/${text}`);
  const word = fc.stringMatching(/^[a-z0-9.]{1,8}$/);
  const count = fc.nat();
  const mount = fc.record({
    mountId: count,
    parentId: count,
    device: fc.tuple(fc.nat(4095), fc.nat(255)).map(([major, minor]) => `${major}:${minor}`),
    root: path,
    mountPoint: path,
    filesystemType: word,
    source: path,
    superOptions: word,
  });
  const property = fc.property(fc.array(mount), fc.constantFrom('', 'shared:2 '), (mounts, optional) => {
    t.deepEqual(parseMountInfo(mounts.map((one) => `${lineOf(one, optional)}\n`).join('')), mounts);
  });
  t.notThrows(() => fc.assert(property));
});

test('arbitrary text is a list of mounts', (t) => {
  const field = fc.oneof(fc.string(), fc.constantFrom('-', ' ', '\n', '1', '\\040', '\\', '8:1', '/a'));
  const property = fc.property(fc.array(field), (fields) => {
    t.true(Array.isArray(parseMountInfo(fields.join(' '))));
  });
  t.notThrows(() => fc.assert(property));
});

test('mount points below a directory are those strictly inside it, each once', (t) => {
  const mounts = ['/', '/data', '/data', '/data/b', '/data/a', '/data/a', '/database'].map((point) =>
    mountAt(point),
  );
  t.deepEqual(mountPointsBelow(mounts, '/data'), ['/data/a', '/data/b']);
  t.deepEqual(mountPointsBelow(mounts, '/data/'), ['/data/a', '/data/b']);
  t.deepEqual(mountPointsBelow(mounts, '/'), ['/data', '/data/a', '/data/b', '/database']);
});

test('a path is held by the longest mount point above it, and by the last one mounted there', (t) => {
  const mounts = [mountAt('/'), mountAt('/data', 'xfs'), mountAt('/data', 'btrfs'), mountAt('/database')];
  t.is(mountHolding(mounts, '/data')?.filesystemType, 'btrfs');
  t.is(mountHolding(mounts, '/data/docker')?.filesystemType, 'btrfs');
  t.is(mountHolding(mounts, '/database/x')?.mountPoint, '/database');
  t.is(mountHolding(mounts, '/data2')?.mountPoint, '/');
  t.is(mountHolding([], '/data'), null);
});

/** Mounts in the order of the table: each on the one before it, unless said otherwise. */
function table(...mounts: readonly Partial<MountInfo>[]): MountInfo[] {
  return mounts.map((mount, i) => ({ ...mountAt('/'), mountId: i + 1, parentId: i, ...mount }));
}

test('a directory mounted on itself is no mount point, as engines leave one', (t) => {
  // As seen on Docker 20.10 with btrfs.
  const lines = [
    '773 27 0:235 / /r rw,relatime shared:26 - btrfs /dev/loop0 rw,subvolid=5,subvol=/',
    '772 773 0:235 /btrfs /r/btrfs rw,relatime shared:26 - btrfs /dev/loop0 rw,subvolid=5,subvol=/',
  ];
  t.deepEqual(mountPointsBelow(parseMountInfo(lines.join('\n')), '/r'), []);
  const below = { device: '0:1', root: '/lib/r/a', mountPoint: '/r/a' };
  t.deepEqual(mountPointsBelow(table({ device: '0:1', root: '/lib', mountPoint: '/' }, below), '/r'), []);
  t.deepEqual(mountPointsBelow(table({}, { root: '/r/a', mountPoint: '/r/a' }), '/r'), []);
});

/** Mount points below `/r`, a mount, with one more mount at `/r/a`: on itself, unless said otherwise. */
function withOne(mount: Partial<MountInfo>): string[] {
  return mountPointsBelow(table({ mountPoint: '/r' }, { root: '/a', mountPoint: '/r/a', ...mount }), '/r');
}

test('a mount of another directory, another device or an unknown parent is a mount point', (t) => {
  t.deepEqual(withOne({}), []);
  t.deepEqual(withOne({ root: '/b' }), ['/r/a']);
  t.deepEqual(withOne({ root: '/' }), ['/r/a']);
  t.deepEqual(withOne({ device: '0:9' }), ['/r/a']);
  t.deepEqual(withOne({ parentId: 99 }), ['/r/a']);
});

test('what lies in or on a mount inside is mounted there, on itself or not', (t) => {
  const inner = table(
    { mountPoint: '/r' },
    { device: '0:9', mountPoint: '/r/tmp' },
    { device: '0:9', root: '/x', mountPoint: '/r/tmp/x' },
    { device: '0:9', root: '/', mountPoint: '/r/tmp', parentId: 2 },
  );
  t.deepEqual(mountPointsBelow(inner, '/r'), ['/r/tmp', '/r/tmp/x']);
  const covered = table(
    { mountPoint: '/r' },
    { root: '/a', mountPoint: '/r/a' },
    { device: '0:9', mountPoint: '/r/a' },
  );
  t.deepEqual(mountPointsBelow(covered, '/r'), ['/r/a']);
  const twice = table(
    { mountPoint: '/r' },
    { root: '/a', mountPoint: '/r/a' },
    { root: '/a/b', mountPoint: '/r/a/b' },
  );
  t.deepEqual(mountPointsBelow(twice, '/r'), []);
});

test('a table whose mounts are their own parents ends all the same', (t) => {
  const circle = table(
    { mountId: 1, parentId: 2, mountPoint: '/r/a', root: '/a' },
    { mountId: 2, parentId: 1, mountPoint: '/r/a', root: '/a' },
  );
  t.deepEqual(mountPointsBelow(circle, '/r'), ['/r/a']);
});
