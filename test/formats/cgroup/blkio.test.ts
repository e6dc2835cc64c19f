import test from 'ava';
import * as fc from 'fast-check';
import { parseBlkio } from '../../../src/formats/cgroup/blkio.js';

test('figures by device and operation, without the sum over all devices', (t) => {
  t.deepEqual(parseBlkio('8:0 Read 4096\n8:0 Total 8192\nTotal 8192\n'), [
    { device: '8:0', operation: 'Read', value: 4096 },
    { device: '8:0', operation: 'Total', value: 8192 },
  ]);
});

test('a limit has no operation', (t) => {
  t.deepEqual(parseBlkio('8:0 1048576\n'), [{ device: '8:0', operation: null, value: 1_048_576 }]);
});

test('other lines are left out', (t) => {
  const text =
    '\n8:0\n8:0 Read\n8:0 Read x\n8:0 Read -1\n8 Read 1\n8:0 Re ad 1\n 8:0 1\n8:0 Read 18446744073709551615\n';
  t.deepEqual(parseBlkio(text), []);
});

test('what was written is read, in its order', (t) => {
  const entry = fc.record({
    device: fc.tuple(fc.nat(4095), fc.nat(1_048_575)).map(([major, minor]) => `${major}:${minor}`),
    operation: fc.option(fc.constantFrom('Read', 'Write', 'Sync', 'Async', 'Discard', 'Total')),
    value: fc.maxSafeNat(),
  });
  const property = fc.property(fc.array(entry), (entries) => {
    const lines = entries.map(({ device, operation, value }) =>
      [device, ...(operation === null ? [] : [operation]), value].join(' '),
    );
    t.deepEqual(parseBlkio(`${lines.join('\n')}\n`), entries);
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is survived', (t) => {
  const property = fc.property(fc.string(), (text) =>
    parseBlkio(text).every(({ value }) => Number.isSafeInteger(value)),
  );
  t.notThrows(() => fc.assert(property));
});
