import test from 'ava';
import * as fc from 'fast-check';
import { parseZfsList } from '../../src/formats/zfs-list.js';

test('datasets are read as zfs prints them, values they do not have left open', (t) => {
  t.deepEqual(parseZfsList('tank/docker\t17542144\t504832\t504832\ntank/docker/a b@1\t0\t-\t2154496\n'), {
    datasets: [
      {
        name: 'tank/docker',
        usedBytes: 17_542_144,
        usedByDatasetBytes: 504_832,
        referencedBytes: 504_832,
      },
      { name: 'tank/docker/a b@1', usedBytes: 0, usedByDatasetBytes: null, referencedBytes: 2_154_496 },
    ],
    badLines: 0,
  });
});

test('lines of another shape are counted and cost no other', (t) => {
  const bad = [
    'tank',
    'tank\t-\t1\t1',
    'tank\t1\t1',
    'tank\t1\t1\t1\t1',
    '\t1\t1\t1',
    'tank\t1.5M\t1\t1',
    'tank\t-1\t1\t1',
  ];
  const { datasets, badLines } = parseZfsList([...bad, '', 'good\t1\t2\t3'].join('\n'));
  t.is(badLines, bad.length);
  t.deepEqual(
    datasets.map(({ name }) => name),
    ['good'],
  );
});

test('figures that no double holds exactly are not known', (t) => {
  t.deepEqual(parseZfsList('a\t9999999999999999\t1\t1').datasets, []);
  t.is(parseZfsList('a\t1\t9999999999999999\t1').datasets[0]?.usedByDatasetBytes, null);
});

test('datasets written as zfs writes them come back, and any text is a list', (t) => {
  const bytes = fc.nat();
  const dataset = fc.record({
    name: fc.stringMatching(/^[a-z0-9/@_.:-]{1,30}$/),
    usedBytes: bytes,
    usedByDatasetBytes: fc.option(bytes),
    referencedBytes: fc.option(bytes),
  });
  const property = fc.property(fc.array(dataset), fc.string(), (datasets, text) => {
    const lines = datasets.map(({ name, usedBytes, usedByDatasetBytes, referencedBytes }) =>
      [name, usedBytes, usedByDatasetBytes ?? '-', referencedBytes ?? '-'].join('\t'),
    );
    t.deepEqual(parseZfsList(lines.join('\n')), { datasets, badLines: 0 });
    t.true(parseZfsList(text).badLines <= text.length);
  });
  t.notThrows(() => fc.assert(property));
});
