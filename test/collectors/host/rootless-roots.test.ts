import test from 'ava';
import { rootlessRoots, userName } from '../../../src/collectors/host/rootless-roots.js';
import { parseMountInfo } from '../../../src/formats/mountinfo.js';
import { parsePasswd } from '../../../src/formats/passwd.js';
import { NOWHERE } from './nowhere.js';

const USERS = parsePasswd(
  'root:x:0:0::/root:\nalice:x:1000:1000::/home/alice:\nbob:x:1001:1001::/net/bob:\ntwin:x:1002:1002::/home/alice:\n',
);

function paths(places: Partial<typeof NOWHERE>, mounts = ''): string[] {
  const found = rootlessRoots(USERS, { ...NOWHERE, home: null, ...places }, parseMountInfo(mounts));
  return found.map(({ path, user }) => `${user ?? '-'} ${path}`);
}

test('root looks into every home, each once', (t) => {
  t.deepEqual(paths({}), [
    'root /root/.local/share/docker',
    'alice /home/alice/.local/share/docker',
    'bob /net/bob/.local/share/docker',
  ]);
});

test('others look into their own', (t) => {
  t.deepEqual(paths({ uid: 1000 }), ['alice /home/alice/.local/share/docker']);
  t.deepEqual(paths({ uid: 1000, home: '/elsewhere' }), ['alice /elsewhere/.local/share/docker']);
  t.deepEqual(paths({ uid: 1000, home: '/elsewhere', dataHome: '/data' }), ['alice /data/docker']);
  t.deepEqual(paths({ uid: 77 }), []);
  t.deepEqual(paths({ uid: 77, dataHome: 'relative' }), []);
});

test('a home on a server is left alone: it may not answer', (t) => {
  for (const type of ['nfs4', 'autofs', 'cifs', 'fuse.sshfs']) {
    const table = `1 0 8:1 / / rw - ext4 /dev/x rw\n2 1 0:9 / /net rw - ${type} server rw\n`;
    t.deepEqual(paths({}, table), [
      'root /root/.local/share/docker',
      'alice /home/alice/.local/share/docker',
    ]);
  }
});

test('a user has a name, or a number where the table has none', (t) => {
  t.is(userName(USERS, 1001), 'bob');
  t.is(userName(USERS, 4242), '4242');
});
