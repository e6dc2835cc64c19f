import test from 'ava';
import * as fc from 'fast-check';
import { INTERFACE_FILES, parseInterfaces } from '../../src/formats/proc-net-interfaces.js';

/** Captured in a container of Docker 28.5 on Linux 6.18. */
const IGMP = `Idx	Device    : Count Querier	Group    Users Timer	Reporter
1	lo        :     1      V3
				010000E0     1 0:00000000		0
2	eth0      :     1      V3
				010000E0     1 0:00000000		0
14	longinterface15:     1      V3
`;
const INET6 = `00000000000000000000000000000001 01 80 10 80       lo
fe80000000000000d8ec01fffe000203 02 40 20 80     eth0
fd000000000000000000000000000002 1f2 40 00 80     eth1
`;
const MCAST = `2    eth0            1     0     333300000001
2    eth0            1     0     01005e000001
3    longinterface15 1     0     01005e000001
`;

test('each file names its interfaces once, with their index', (t) => {
  t.deepEqual(parseInterfaces(IGMP, 'igmp'), [
    { index: 1, name: 'lo' },
    { index: 2, name: 'eth0' },
    { index: 14, name: 'longinterface15' },
  ]);
  t.deepEqual(parseInterfaces(INET6, 'if_inet6'), [
    { index: 1, name: 'lo' },
    { index: 2, name: 'eth0' },
    { index: 0x1f2, name: 'eth1' },
  ]);
  t.deepEqual(parseInterfaces(MCAST, 'dev_mcast'), [
    { index: 2, name: 'eth0' },
    { index: 3, name: 'longinterface15' },
  ]);
});

test('any text is read, in the time that its length asks for', (t) => {
  const property = fc.property(fc.string(), fc.constantFrom(...INTERFACE_FILES), (text, file) => {
    for (const { index } of parseInterfaces(text, file)) t.true(index > 0);
  });
  t.notThrows(() => fc.assert(property));
});
