import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryDirectory } from './fake-proc.js';
import { HOST_NAMESPACES, processTree, tableOf } from './fake-process-tree.js';

test('a user namespace gets its map from the first process that has one', async (t) => {
  const namespaces = { user: 4_026_532_999 };
  const uidMap = '         0       1000          1\n';
  const procRoot = await processTree(t, { 90: { namespaces, uidMap: '' }, 91: { namespaces, uidMap } });
  const { userMaps } = await tableOf(t, procRoot);
  t.deepEqual(userMaps.get(4_026_532_999), [{ inside: 0, outside: 1000, length: 1 }]);
  t.deepEqual(userMaps.get(HOST_NAMESPACES.user), [{ inside: 0, outside: 0, length: 2 ** 32 - 1 }]);
});

test('the namespace of who reads maps every id to itself', async (t) => {
  // As in a rootless container: its map is about the namespace around it, but ids are shown as it has them.
  const namespaces = { user: 4_026_532_999 };
  const procRoot = await processTree(t, { 1: { namespaces, uidMap: '         0       1000          1\n' } });
  await symlink('1', join(procRoot, 'self'));
  const { userMaps } = await tableOf(t, procRoot);
  t.deepEqual([...userMaps], [[4_026_532_999, [{ inside: 0, outside: 0, length: 2 ** 32 - 1 }]]]);
});

test('the first name of a user id counts', async (t) => {
  const passwd = join(await temporaryDirectory(t), 'passwd');
  await writeFile(passwd, 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\nwww:x:33:33::/:/bin/sh\n');
  const { userNames } = await tableOf(t, await processTree(t, {}), passwd);
  t.is(userNames.get(0), 'root');
  t.is(userNames.get(33), 'www');
});
