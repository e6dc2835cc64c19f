import test from 'ava';
import * as fc from 'fast-check';
import { openBolt } from '../../src/formats/bolt/database.js';
import { readVolumeDatabase } from '../../src/formats/volume-database.js';
import { boltOf, writeBolt } from './bolt/bolt-writer.js';
import { capturedDatabase } from './bolt/reading.js';

for (const version of ['20.10.24', '28.5.2']) {
  test(`the volumes of Docker ${version} are read with driver, labels and options`, (t) => {
    const { volumes, issues } = readVolumeDatabase(openBolt(capturedDatabase(`volumes-${version}`)));
    t.deepEqual(issues, []);
    t.is(volumes.length, 5);
    const anonymous = volumes.find(({ name }) => /^[0-9a-f]{64}$/.test(name));
    const mark = version === '28.5.2' ? { 'com.docker.volume.anonymous': '' } : {};
    t.deepEqual(anonymous?.labels, mark);
    t.deepEqual(
      volumes.filter((volume) => volume !== anonymous),
      [
        {
          name: 'bindvol',
          driver: 'local',
          labels: {},
          options: { device: '/srv/sample/data/bind', o: 'bind', type: 'none' },
        },
        { name: 'labvol', driver: 'local', labels: { lab: '1' }, options: {} },
        {
          name: 'tmpvol',
          driver: 'local',
          labels: {},
          options: { device: 'tmpfs', o: 'size=1m,uid=1000', type: 'tmpfs' },
        },
        { name: 'unused', driver: 'local', labels: {}, options: {} },
      ],
    );
  });
}

test('a bad record is an issue and costs no other volume', (t) => {
  const good = '{"Name":"good","Driver":"nfs"}';
  const { volumes, issues } = readVolumeDatabase(
    openBolt(
      boltOf({
        volumes: {
          bucket: { key: 'value' },
          cut: '{"Name":"cut","Dri',
          good,
          list: '[]',
          numbers: '{"Name":"numbers","Driver":"local","Labels":{"a":1}}',
          other: good,
        },
      }),
    ),
  );
  t.deepEqual(volumes, [{ name: 'good', driver: 'nfs', labels: {}, options: {} }]);
  t.deepEqual(
    issues.map(({ record }) => record),
    ['bucket', 'cut', 'list', 'numbers', 'other'],
  );
  t.regex(issues[0]?.detail ?? '', /bucket/);
  t.regex(issues[3]?.detail ?? '', /^Labels\.a: /);
});

test('a database without the bucket is damaged, unless nothing was ever written to it', (t) => {
  const { volumes, issues } = readVolumeDatabase(openBolt(boltOf({ other: {} })));
  t.deepEqual(volumes, []);
  t.deepEqual(issues, [{ record: '', detail: 'the bucket volumes is missing' }]);
  const fresh = writeBolt(new Map(), { pageSize: 4096, txid: 1n, fanout: 9, inline: true });
  t.deepEqual(readVolumeDatabase(openBolt(fresh)), { volumes: [], issues: [] });
});

test('whatever a record holds, it is a volume or an issue', (t) => {
  const content = fc.oneof(fc.string(), fc.json());
  const property = fc.property(content, (value) => {
    const { volumes, issues } = readVolumeDatabase(openBolt(boltOf({ volumes: { name: value } })));
    t.is(volumes.length + issues.length, 1);
  });
  t.notThrows(() => fc.assert(property));
});
