import test from 'ava';
import { nestedRoots } from '../../../src/collectors/host/nested-roots.js';
import { parseMountInfo } from '../../../src/formats/mountinfo.js';

function mounts(...lines: readonly (readonly [device: string, root: string, point: string])[]) {
  const text = lines.map(
    ([device, root, point], i) => `${i + 2} 1 ${device} ${root} ${point} rw - ext4 /dev/x rw`,
  );
  return parseMountInfo(text.join('\n'));
}

const ONE_DISK = mounts(['8:1', '/', '/']);

test('a root below another one is nested in it, a neighbour with a longer name is not', (t) => {
  const found = nestedRoots(['/d/docker', '/d/docker/1.1', '/d/docker/v/x/c', '/d/docker2'], ONE_DISK);
  t.deepEqual(found.get('/d/docker'), ['/d/docker/1.1', '/d/docker/v/x/c']);
  t.deepEqual(found.get('/d/docker/1.1'), []);
  t.deepEqual(found.get('/d/docker2'), []);
});

test('without a mount table the paths decide', (t) => {
  t.deepEqual(nestedRoots(['/d', '/d/e'], []).get('/d'), ['/d/e']);
});

test('what is mounted inside a root from elsewhere is not nested in it', (t) => {
  const table = mounts(['8:1', '/', '/'], ['8:2', '/', '/d/other'], ['8:1', '/data/x', '/d/bound']);
  t.deepEqual(nestedRoots(['/d', '/d/other', '/d/bound'], table).get('/d'), []);
});

test('a bind mount that leads into a root is seen through', (t) => {
  const table = mounts(['8:1', '/', '/'], ['8:1', '/d/docker/volumes/v/_data', '/srv/inner']);
  const found = nestedRoots(['/d/docker', '/srv/inner/root'], table);
  t.deepEqual(found.get('/d/docker'), ['/d/docker/volumes/v/_data/root']);
});

test('a root that the engine has mounted on itself still holds what is in it', (t) => {
  const table = mounts(['8:1', '/', '/'], ['8:1', '/d/docker', '/d/docker']);
  t.deepEqual(nestedRoots(['/d/docker', '/d/docker/1.1'], table).get('/d/docker'), ['/d/docker/1.1']);
});

test('a root at the top of its filesystem holds everything on it', (t) => {
  const table = mounts(['8:1', '/', '/'], ['8:2', '/', '/disk']);
  t.deepEqual(nestedRoots(['/disk', '/disk/sub'], table).get('/disk'), ['/disk/sub']);
});
