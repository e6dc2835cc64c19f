import { BlockList, isIP, SocketAddress } from 'node:net';
import test from 'ava';
import * as fc from 'fast-check';
import {
  type Address,
  formatAddress,
  formatRange,
  holdsAddress,
  overlaps,
  parseAddress,
  parseRange,
  rangeOf,
} from '../../src/model/address.js';

const address: fc.Arbitrary<Address> = fc.oneof(
  fc.bigInt(0n, 2n ** 32n - 1n).map((value) => ({ bits: 32 as const, value })),
  fc.bigInt(0n, 2n ** 128n - 1n).map((value) => ({ bits: 128 as const, value })),
  // Runs of zeros, which the short form leaves out.
  fc.array(fc.constantFrom(0n, 0n, 0xffffn, 1n), { minLength: 8, maxLength: 8 }).map((groups) => ({
    bits: 128 as const,
    value: groups.reduce<bigint>((sum, one) => (sum << 16n) | one, 0n),
  })),
);

const range = fc.tuple(address, fc.nat(128)).map(([one, length]) => rangeOf(one, Math.min(length, one.bits)));

const family = (bits: number): 'ipv4' | 'ipv6' => (bits === 32 ? 'ipv4' : 'ipv6');

test('an address is read back as it was written', (t) => {
  t.notThrows(() =>
    fc.assert(fc.property(address, (one) => t.deepEqual(parseAddress(formatAddress(one)), one))),
  );
});

test('addresses are written in the form that Node writes them', (t) => {
  const property = fc.property(address, (one) => {
    const text = formatAddress(one);
    const node = new SocketAddress({ address: text, family: family(one.bits) }).address;
    // Node writes the end of some addresses with dots.
    if (!node.includes('.') || one.bits === 32) t.is(text, node);
  });
  t.notThrows(() => fc.assert(property));
});

test('what is an address is decided as Node does', (t) => {
  const part = fc.constantFrom(
    '0',
    '1',
    'ffff',
    '12345',
    '::',
    ':',
    '.',
    '1.2.3.4',
    '256',
    '01',
    'g',
    '%a',
    ' ',
  );
  const property = fc.property(fc.array(part, { maxLength: 18 }), (parts) => {
    const text = parts.join('');
    const expected = text.includes('%') ? 0 : isIP(text);
    t.is(parseAddress(text)?.bits ?? 0, expected === 0 ? 0 : expected === 4 ? 32 : 128, text);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 2000 }));
});

test('known forms of one address are the same', (t) => {
  for (const text of ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '2001:db8::0.0.0.1']) {
    t.is(formatRange(rangeOf(parseAddress(text) ?? { bits: 32, value: 0n }, 128)), '2001:db8::1/128', text);
  }
});

test('a range holds what Node’s own list holds', (t) => {
  const property = fc.property(range, address, (one, other) => {
    const list = new BlockList();
    const first = formatAddress({ bits: one.bits, value: one.first });
    list.addSubnet(first, one.length, family(one.bits));
    // Node takes an IPv4 address mapped into IPv6 for the former.
    fc.pre(one.bits === other.bits);
    t.is(holdsAddress(one, other), list.check(formatAddress(other), family(other.bits)));
    t.true(holdsAddress(one, { bits: one.bits, value: one.last }));
  });
  t.notThrows(() => fc.assert(property));
});

test('ranges overlap when one holds the other’s first address', (t) => {
  const property = fc.property(range, range, (one, other) => {
    const expected =
      holdsAddress(one, { bits: other.bits, value: other.first }) ||
      holdsAddress(other, { bits: one.bits, value: one.first });
    t.is(overlaps(one, other), expected);
    t.is(overlaps(other, one), expected);
    t.deepEqual(parseRange(formatRange(one)), one);
  });
  t.notThrows(() => fc.assert(property));
});

test('a range is an address with a length that its family has', (t) => {
  t.is(parseRange('10.0.0.0/33'), null);
  t.is(parseRange('::/129'), null);
  t.is(parseRange('10.0.0.0/'), null);
  t.is(parseRange('10.0.0.0/-1'), null);
  t.like(parseRange('10.1.2.3/8'), { first: 10n << 24n, length: 8 });
  t.like(parseRange('10.1.2.3'), { length: 32 });
  const property = fc.property(fc.string(), (text) => {
    parseRange(text);
  });
  t.notThrows(() => fc.assert(property));
});
