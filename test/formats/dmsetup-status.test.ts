import test from 'ava';
import * as fc from 'fast-check';
import { parseDmsetupStatus } from '../../src/formats/dmsetup-status.js';

const POOL =
  'docker-254:0-263089-pool: 0 4194304 thin-pool 16 2605/25600 1087/32768 - rw discard_passdown queue_if_no_space - 1024 ';
const THIN = 'docker-254:0-263089-d929: 0 2097152 thin 129024 2097151';

test('a pool and a thin device are read as dmsetup prints them', (t) => {
  t.deepEqual(parseDmsetupStatus(`${THIN}\n${POOL}\n`), {
    pools: [
      {
        name: 'docker-254:0-263089-pool',
        usedBytes: 1087 * 65_536,
        totalBytes: 2_147_483_648,
        metadataUsedBytes: 2605 * 4096,
        metadataTotalBytes: 25_600 * 4096,
      },
    ],
    thins: [{ name: 'docker-254:0-263089-d929', mappedBytes: 129_024 * 512 }],
  });
});

test('other targets, failed ones and pools that do not add up are left out', (t) => {
  const lines = [
    'vg-root: 0 41934848 linear ',
    'pool: 0 4194304 thin-pool Fail',
    'pool: 0 4194304 thin-pool Error',
    'thin: 0 2097152 thin Fail',
    'thin: 0 2097152 thin-pool',
    'pool: 0 4194304 thin-pool 1 1/2 1/0 - rw',
    'pool: 0 100 thin-pool 1 1/2 1/3 - rw',
    `pool: 0 ${'9'.repeat(30)} thin-pool 1 1/2 1/1 - rw`,
    `thin: 0 1 thin ${'9'.repeat(30)} 1`,
    'No devices found',
  ];
  t.deepEqual(parseDmsetupStatus(lines.join('\n')), { pools: [], thins: [] });
});

test('arbitrary text gives whole, exact figures', (t) => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('a: ', '0 ', '8 ', 'thin ', 'thin-pool ', '1/2 ', '1/4 ', '\n'),
  );
  const property = fc.property(fc.array(word, { maxLength: 30 }), (words) => {
    const { pools, thins } = parseDmsetupStatus(words.join(''));
    for (const { name: _name, ...figures } of [...pools, ...thins]) {
      t.true(Object.values(figures).every((figure) => Number.isSafeInteger(figure) && figure >= 0));
    }
  });
  t.notThrows(() => fc.assert(property));
});
