import test from 'ava';
import * as fc from 'fast-check';
import { parseLinkRoutes, parseLinkRoutesV6 } from '../../src/formats/proc-net-route.js';
import { formatRange, rangeOf } from '../../src/model/address.js';

/** Captured from Linux 6.18, x86-64; the last three are made up: through a gateway, refused, an odd mask. */
const ROUTES = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT                                                       
eth0	00000000	0100FC0A	0003	0	0	0	00000000	0	0	0                                                                               
eth0	0000FC0A	00000000	0001	0	0	0	00FFFFFF	0	0	0                                                                              
br-89661cd7f3e2	0035D50A	00000000	0001	0	0	0	80FFFFFF	0	0	0                                                                       
eth0	0000A8C0	0100FC0A	0003	0	0	0	0000FFFF	0	0	0                                                                              
*	0000A9C0	00000000	0201	0	0	0	0000FFFF	0	0	0                                                                              
eth0	0000000A	00000000	0001	0	0	0	FF00FF00	0	0	0                                                                              
`;
const ROUTES_V6 = `fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 br-89661cd7f3e2
fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
fd000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000002 00000000 80200001     eth0
ff000000000000000000000000000000 08 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
fd010000000000000000000000000000 40 00000000000000000000000000000000 00 fd000000000000000000000000000009 00000400 00000001 00000000 00000003     eth0
`;

test('routes on a link are kept; the default route, gateways and refusals are not', (t) => {
  t.deepEqual(parseLinkRoutes(ROUTES, true), [
    { interfaceName: 'eth0', destination: '10.252.0.0/24' },
    { interfaceName: 'br-89661cd7f3e2', destination: '10.213.53.0/25' },
  ]);
});

test('of IPv6 the machine’s own addresses, those of links and of groups are left out too', (t) => {
  t.deepEqual(parseLinkRoutesV6(ROUTES_V6), [{ interfaceName: 'br-89661cd7f3e2', destination: 'fd00::/64' }]);
});

const littleEndianHex = (value: bigint): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Number(value));
  return bytes.readUInt32LE().toString(16).toUpperCase().padStart(8, '0');
};

test('every destination comes back', (t) => {
  const property = fc.property(
    fc.bigInt(0n, 2n ** 32n - 1n),
    fc.integer({ min: 1, max: 32 }),
    (value, length) => {
      const range = rangeOf({ bits: 32, value }, length);
      const mask = (0xffff_ffffn << BigInt(32 - length)) & 0xffff_ffffn;
      const line = `e0\t${littleEndianHex(range.first)}\t00000000\t0001\t0\t0\t0\t${littleEndianHex(mask)}\t0\t0\t0`;
      t.deepEqual(parseLinkRoutes(line, true), [{ interfaceName: 'e0', destination: formatRange(range) }]);
    },
  );
  t.notThrows(() => fc.assert(property));
});

test('any text is read', (t) => {
  const cut = fc.nat(ROUTES_V6.length).map((end) => ROUTES_V6.slice(end));
  const property = fc.property(fc.oneof(fc.string(), cut), (text) => {
    parseLinkRoutes(text, false);
    parseLinkRoutesV6(text);
  });
  t.notThrows(() => fc.assert(property));
});
