import { createHash } from 'node:crypto';
import test from 'ava';
import { GraphStoreReader } from '../../../src/collectors/data-root/graph-store.js';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import type { GraphStore } from '../../../src/model/inventory.js';
import { MemoryFiles, troubles } from './memory-files.js';

const LOWER = '1'.repeat(64);
const UPPER = '2'.repeat(64);
const CONTAINER = 'c'.repeat(64);
const LAYERS = 'image/overlay2/layerdb/sha256';
const MOUNTS = 'image/overlay2/layerdb/mounts';
const IMAGES = 'image/overlay2/imagedb';

const CONFIG = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  rootfs: { diff_ids: [`sha256:${LOWER}`] },
});
const IMAGE = createHash('sha256').update(CONFIG).digest('hex');

/** Two layers, a container upon them and an image of the lower one. */
function store(): MemoryFiles {
  return new MemoryFiles({
    [`${LAYERS}/${LOWER}/cache-id`]: 'lower-dir',
    [`${LAYERS}/${LOWER}/diff`]: `sha256:${LOWER}`,
    [`${LAYERS}/${LOWER}/size`]: '1234',
    [`${LAYERS}/${UPPER}/cache-id`]: 'upper-dir\n',
    [`${LAYERS}/${UPPER}/diff`]: `sha256:${'d'.repeat(64)}`,
    [`${LAYERS}/${UPPER}/parent`]: `sha256:${LOWER}`,
    [`${LAYERS}/${UPPER}/size`]: '0',
    [`${MOUNTS}/${CONTAINER}/mount-id`]: 'm',
    [`${MOUNTS}/${CONTAINER}/init-id`]: 'm-init',
    [`${MOUNTS}/${CONTAINER}/parent`]: `sha256:${UPPER}`,
    [`${IMAGES}/content/sha256/${IMAGE}`]: CONFIG,
    [`${IMAGES}/metadata/sha256/${IMAGE}/lastUpdated`]: '2026-01-02T03:04:05.5Z',
    [`${IMAGES}/metadata/sha256/${IMAGE}/parent`]: 'sha256:ee',
    'image/overlay2/repositories.json': JSON.stringify({ Repositories: { a: { 'a:1': `sha256:${IMAGE}` } } }),
    'overlay2/lower-dir/link': 'LOWERLINK',
    'overlay2/m/link': 'MLINK',
    'overlay2/l/LOWERLINK': '',
  });
}

async function read(files: MemoryFiles): Promise<{ store: GraphStore; troubles: string[] }> {
  const reader = new RecordReader(files);
  const result = await new GraphStoreReader('overlay2').read(reader);
  return { store: result, troubles: troubles(reader) };
}

test('layers, mounts, images and short links are read', async (t) => {
  const { store: found, troubles: wrong } = await read(store());
  t.deepEqual(wrong, []);
  t.deepEqual(found.layers, [
    {
      chainId: `sha256:${LOWER}`,
      diffId: `sha256:${LOWER}`,
      cacheId: 'lower-dir',
      parentChainId: null,
      recordedBytes: 1234,
    },
    {
      chainId: `sha256:${UPPER}`,
      diffId: `sha256:${'d'.repeat(64)}`,
      cacheId: 'upper-dir',
      parentChainId: `sha256:${LOWER}`,
      recordedBytes: 0,
    },
  ]);
  t.deepEqual(found.mounts, [
    { name: CONTAINER, mountId: 'm', initId: 'm-init', parentChainId: `sha256:${UPPER}` },
  ]);
  t.deepEqual(found.images, [
    {
      id: `sha256:${IMAGE}`,
      references: ['a:1'],
      platform: 'linux/amd64',
      createdAt: null,
      labels: {},
      diffIds: [`sha256:${LOWER}`],
      createdBy: [],
      taggedAt: '2026-01-02T03:04:05.5Z',
      parentId: 'sha256:ee',
      configPath: `${IMAGES}/content/sha256/${IMAGE}`,
      engineSizeBytes: null,
      engineSharedBytes: null,
    },
  ]);
  t.deepEqual(
    [...found.links],
    [
      ['lower-dir', 'LOWERLINK'],
      ['m', 'MLINK'],
    ],
  );
});

test('a missing file of a layer is told, and the other layers stay', async (t) => {
  const files = store();
  files.remove(`${LAYERS}/${LOWER}/cache-id`);
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, [`damaged-metadata ${LAYERS}/${LOWER}`]);
  t.is(found.layers.length, 2);
});

test('without its size or diff id a layer still has its directory', async (t) => {
  const files = store();
  files.remove(`${LAYERS}/${LOWER}/size`);
  files.remove(`${LAYERS}/${LOWER}/diff`);
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, []);
  t.like(found.layers[0], { cacheId: 'lower-dir', diffId: null, recordedBytes: null });
});

test('a size that is no number is not taken for one', async (t) => {
  for (const size of ['-5', '1e3', '9'.repeat(16), 'x']) {
    const files = store();
    files.set(`${LAYERS}/${LOWER}/size`, size);
    const { store: found, troubles: wrong } = await read(files);
    t.is(found.layers[0]?.recordedBytes, null);
    t.deepEqual(wrong, [`damaged-metadata ${LAYERS}/${LOWER}/size`]);
  }
});

test('a file that a crash left empty or full of zeros is told: what it refers to is not known', async (t) => {
  const paths = [`${LAYERS}/${LOWER}/cache-id`, `${MOUNTS}/${CONTAINER}/mount-id`, 'overlay2/m/link'];
  for (const path of paths) {
    for (const content of ['', '\0'.repeat(64), '../../etc']) {
      const files = store();
      files.set(path, content);
      t.deepEqual((await read(files)).troubles, [`damaged-metadata ${path}`]);
    }
  }
});

test('a container’s layer without mount-id is told', async (t) => {
  const files = store();
  files.remove(`${MOUNTS}/${CONTAINER}/mount-id`);
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, [`damaged-metadata ${MOUNTS}/${CONTAINER}`]);
  t.is(found.mounts[0]?.mountId, null);
});

test('a layer or mount that is removed while it is read is gone, not damaged', async (t) => {
  for (const directory of [`${LAYERS}/${LOWER}`, `${MOUNTS}/${CONTAINER}`]) {
    const files = store();
    files.onRead = (path) => {
      if (path.startsWith(`${directory}/`)) files.remove(directory);
    };
    const { store: found, troubles: wrong } = await read(files);
    t.deepEqual(wrong, []);
    t.is(found.layers.length + found.mounts.length, 2);
  }
});

test('half-removed layers keep the directory they name, and write-sets are no layers', async (t) => {
  const files = store();
  const name = `${LOWER}-${'9'.repeat(64)}-removing`;
  files.set(`${LAYERS}/${name}/cache-id`, 'half');
  files.set(`${LAYERS}/${UPPER}-1-removing/size`, '1');
  files.set('image/overlay2/layerdb/tmp/write-set-123/size', '5');
  files.set(`${LAYERS}/stray`, 'x');
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, []);
  t.deepEqual(found.pendingRemovals, [
    { name, cacheId: 'half', parentChainId: null },
    { name: `${UPPER}-1-removing`, cacheId: null, parentChainId: null },
  ]);
  t.is(found.layers.length, 2);
});

test('damage is reported by each of two readings, and what was sound is read once', async (t) => {
  const files = store();
  files.remove(`${LAYERS}/${LOWER}/cache-id`);
  files.set(`${IMAGES}/content/sha256/${IMAGE}`, `${CONFIG} `);
  const accesses: string[] = [];
  files.onRead = (path) => accesses.push(path);
  const graph = new GraphStoreReader('overlay2');
  const first = new RecordReader(files);
  await graph.read(first);
  accesses.length = 0;
  const second = new RecordReader(files);
  await graph.read(second);
  t.is(troubles(first).length, 2);
  t.deepEqual(troubles(second), troubles(first));
  t.true(accesses.includes(`${LAYERS}/${LOWER}/size`));
  t.false(accesses.includes(`${LAYERS}/${UPPER}/size`));
  t.false(accesses.includes('overlay2/m/link'));
});

test('records that come and go between two readings are in one of them each', async (t) => {
  const files = store();
  const graph = new GraphStoreReader('overlay2');
  const before = await graph.read(new RecordReader(files));
  files.remove(`${LAYERS}/${UPPER}`);
  files.remove('overlay2/m');
  files.set('overlay2/new/link', 'NEWLINK');
  files.set(`${LAYERS}/${'3'.repeat(64)}/cache-id`, 'new');
  files.set(`${LAYERS}/${'3'.repeat(64)}/diff`, 'sha256:aa');
  const after = await graph.read(new RecordReader(files));
  t.deepEqual(
    [before, after].map(({ layers }) => layers.map(({ cacheId }) => cacheId)),
    [
      ['lower-dir', 'upper-dir'],
      ['lower-dir', 'new'],
    ],
  );
  // The walk may have seen the directory that went.
  t.is(after.links.get('m'), 'MLINK');
  t.is(before.links.size, 2);
});

test('an image configuration that is not what its name says is told and still used', async (t) => {
  const files = store();
  files.set(`${IMAGES}/content/sha256/${IMAGE}`, CONFIG.replace('amd64', 'arm64'));
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, [`damaged-metadata ${IMAGES}/content/sha256/${IMAGE}`]);
  t.is(found.images[0]?.platform, 'linux/arm64');
});

test('an image whose configuration is cut is told and left out; temporary files are no images', async (t) => {
  const files = store();
  files.set(`${IMAGES}/content/sha256/${IMAGE}`, CONFIG.slice(0, 30));
  files.set(`${IMAGES}/content/sha256/.tmp-${IMAGE}123`, '{}');
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, [`damaged-metadata ${IMAGES}/content/sha256/${IMAGE}`]);
  t.deepEqual(found.images, []);
});

test('damaged references cost the names, not the images', async (t) => {
  const files = store();
  files.set('image/overlay2/repositories.json', '{"Repositories":');
  const { store: found, troubles: wrong } = await read(files);
  t.deepEqual(wrong, ['damaged-metadata image/overlay2/repositories.json']);
  t.deepEqual(found.images[0]?.references, []);
});

test('only overlay drivers have short links', async (t) => {
  const vfs = new MemoryFiles({ 'vfs/dir/link': 'A', 'image/vfs/layerdb/sha256/x': '' });
  t.is((await new GraphStoreReader('vfs').read(new RecordReader(vfs))).links.size, 0);
});
