import test from 'ava';
import { pathHere } from '../../../src/collectors/proc/path-here.js';
import { fakeProc, mountLine } from './fake-proc.js';

test('a path of another mount namespace is named as bilge reaches it, or not at all', async (t) => {
  const procRoot = await fakeProc(t, {
    self: {
      mounts: [
        mountLine(1, 0, '8:1', '/', '/'),
        mountLine(2, 1, '8:2', '/disk', '/mnt'),
        mountLine(3, 1, '0:9', '/', '/covered', 'tmpfs'),
      ],
    },
    7: { namespace: 1 },
    8: {
      namespace: 2,
      mounts: [
        mountLine(10, 9, '0:45', '/', '/', 'overlay'),
        mountLine(11, 10, '8:1', '/volumes/v/_data', '/var/lib/docker'),
        mountLine(12, 10, '8:2', '/disk/x', '/x'),
        mountLine(13, 10, '8:1', '/covered', '/y'),
        mountLine(14, 10, '8:1', '/same', '/same'),
      ],
    },
  });
  t.is(await pathHere(procRoot, 7, '/var/lib/docker'), '/var/lib/docker');
  t.is(await pathHere(procRoot, 8, '/var/lib/docker'), '/volumes/v/_data');
  t.is(await pathHere(procRoot, 8, '/x/y'), '/mnt/x/y');
  t.is(await pathHere(procRoot, 8, '/same/z'), '/same/z');
  t.is(await pathHere(procRoot, 8, '/etc'), null);
  t.is(await pathHere(procRoot, 8, '/y/z'), null);
  t.is(await pathHere(procRoot, 99, '/x'), null);
});
