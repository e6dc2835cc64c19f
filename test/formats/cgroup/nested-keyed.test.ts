import test from 'ava';
import * as fc from 'fast-check';
import { parseNestedKeyed, parseWeight } from '../../../src/formats/cgroup/nested-keyed.js';

test('devices with their figures and limits', (t) => {
  t.deepEqual(
    parseNestedKeyed('254:0 rbytes=303104 wbytes=0 rios=5\n8:16 rbps=1048576 wbps=max riops=max wiops=120\n'),
    new Map([
      [
        '254:0',
        new Map([
          ['rbytes', 303_104],
          ['wbytes', 0],
          ['rios', 5],
        ]),
      ],
      [
        '8:16',
        new Map<string, number | 'none'>([
          ['rbps', 1_048_576],
          ['wbps', 'none'],
          ['riops', 'none'],
          ['wiops', 120],
        ]),
      ],
    ]),
  );
});

test('devices that an old kernel put before the one with figures have none', (t) => {
  t.deepEqual(
    parseNestedKeyed('7:7 7:6 254:0 rbytes=1\n7:5 \n'),
    new Map([['254:0', new Map([['rbytes', 1]])]]),
  );
});

test('figures of no device are left out, and so are other words', (t) => {
  t.deepEqual(parseNestedKeyed('rbytes=1\n8:0 cost.usage=x =5 depth\n\n'), new Map());
  t.deepEqual(
    parseNestedKeyed('8:0 use_delay=x rbytes=2 =5 depth\n'),
    new Map([['8:0', new Map([['rbytes', 2]])]]),
  );
});

test('what was written is read', (t) => {
  const device = fc.tuple(fc.nat(4095), fc.nat(1_048_575)).map(([major, minor]) => `${major}:${minor}`);
  const values = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.maxSafeNat(), { minKeys: 1 });
  const property = fc.property(fc.dictionary(device, values), (devices) => {
    const lines = Object.entries(devices).map(([name, figures]) => {
      const words = Object.entries(figures).map(([key, value]) => `${key}=${value}`);
      return `${name} ${words.join(' ')}\n`;
    });
    const expected = Object.entries(devices).map(
      ([name, figures]) => [name, new Map(Object.entries(figures))] as const,
    );
    t.deepEqual(parseNestedKeyed(lines.join('')), new Map(expected));
  });
  t.notThrows(() => fc.assert(property));
});

test('any text is survived', (t) => {
  const word = fc.oneof(fc.string(), fc.constantFrom('8:0', ' ', '=', '=1', 'a=max', '\n', 'default 5\n'));
  const property = fc.property(fc.array(word), (words) => {
    const text = words.join('');
    const weight = parseWeight(text);
    return (
      [...parseNestedKeyed(text).values()].every(({ size }) => size > 0) && (weight === null || weight >= 0)
    );
  });
  t.notThrows(() => fc.assert(property));
});

test('a weight stands alone or behind "default"; those of single devices are other ones', (t) => {
  t.is(parseWeight('default 100\n'), 100);
  t.is(parseWeight('500\n'), 500);
  t.is(parseWeight('8:0 200\ndefault 300\n'), 300);
  for (const text of ['', 'default\n', 'default max\n', '8:0 200\n']) t.is(parseWeight(text), null, text);
});
