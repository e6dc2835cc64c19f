import test from 'ava';
import { RecordReader } from '../../../src/collectors/data-root/record-reader.js';
import { readVolumes } from '../../../src/collectors/data-root/volumes.js';
import type { VolumeRecord } from '../../../src/model/volume.js';
import { MemoryFiles, troubles } from './memory-files.js';

const NFS = { name: 'nfs', driver: 'netshare', labels: { a: 'b' }, options: { share: 'x' } };
const KNOWN = { name: 'known', driver: 'local', labels: {}, options: {} };

function volumes(): MemoryFiles {
  return new MemoryFiles({
    'volumes/metadata.db': 'x',
    'volumes/backingFsBlockDev': 'x',
    'volumes/known/_data/file': 'x',
    'volumes/ghost/_data/file': 'x',
    'volumes/ghost/opts.json':
      '{"MountType":"nfs","MountOpts":"addr=h","MountDevice":":/x","Quota":{"Size":0}}',
  });
}

function byName(list: readonly VolumeRecord[], name: string): VolumeRecord | undefined {
  return list.find((volume) => volume.name === name);
}

test('directories and records are joined', async (t) => {
  const reader = new RecordReader(volumes());
  const found = await readVolumes(reader, [NFS, KNOWN, { ...KNOWN, name: 'gone' }]);
  t.deepEqual(
    found.map(({ name, driver, onDisk, recorded, mountpoint }) => [
      name,
      driver,
      onDisk,
      recorded,
      mountpoint,
    ]),
    [
      ['ghost', 'local', true, false, '/data/volumes/ghost/_data'],
      ['gone', 'local', false, true, null],
      ['known', 'local', true, true, '/data/volumes/known/_data'],
      ['nfs', 'netshare', false, true, null],
    ],
  );
  t.deepEqual(byName(found, 'ghost')?.options, { type: 'nfs', o: 'addr=h', device: ':/x' });
  t.deepEqual(byName(found, 'nfs')?.options, { share: 'x' });
  t.deepEqual(reader.problems(), []);
});

test('without the index the directories are still known', async (t) => {
  const found = await readVolumes(new RecordReader(volumes()), null);
  t.deepEqual(
    found.map(({ name, recorded }) => [name, recorded]),
    [
      ['ghost', false],
      ['known', false],
    ],
  );
});

test('a file beside the volumes is none', async (t) => {
  const files = volumes();
  files.set('volumes/README', 'x');
  t.is(byName(await readVolumes(new RecordReader(files), [KNOWN]), 'README'), undefined);
});

test('damaged options cost only themselves', async (t) => {
  const files = volumes();
  files.set('volumes/ghost/opts.json', '{"MountType":');
  const reader = new RecordReader(files);
  const found = await readVolumes(reader, [KNOWN]);
  t.deepEqual(byName(found, 'ghost')?.options, {});
  t.is(found.length, 2);
  t.deepEqual(troubles(reader), ['damaged-metadata volumes/ghost/opts.json']);
});
