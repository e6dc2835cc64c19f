import test from 'ava';
import * as fc from 'fast-check';
import { parseAddressPoolFlag, readAddressPools } from '../../src/formats/address-pools.js';
import { parseDaemonJson } from '../../src/formats/daemon-json.js';
import { parseDockerdArguments } from '../../src/formats/dockerd-arguments.js';

const POOLS = [
  { base: '10.210.0.0/16', size: 24 },
  { base: 'fd00:1::/48', size: 64 },
];

test('pools are read from daemon.json and from the engine’s answer alike', (t) => {
  t.deepEqual(parseDaemonJson(JSON.stringify({ 'default-address-pools': POOLS })).defaultAddressPools, POOLS);
  t.deepEqual(readAddressPools(POOLS.map(({ base, size }) => ({ Base: base, Size: size }))), POOLS);
});

test('none set is told from none that can be understood', (t) => {
  t.is(readAddressPools(null), null);
  t.is(readAddressPools([]), null);
  t.deepEqual(readAddressPools([{ base: '10.0.0.0/16', size: 8 }, { base: 'x', size: 24 }, 7]), []);
  t.deepEqual(readAddressPools([{ base: '10.0.0.0/16', size: 33 }, { base: '10.0.0.0/16' }]), []);
});

test('--default-address-pool adds up, in any order of its fields', (t) => {
  const { addressPools } = parseDockerdArguments([
    'dockerd',
    '--default-address-pool',
    'base=10.210.0.0/16,size=24',
    '--default-address-pool=SIZE=64,BASE=fd00:1::/48',
    '--default-address-pool=size=64',
  ]);
  t.deepEqual(addressPools, POOLS);
  t.is(parseDockerdArguments(['dockerd']).addressPools, null);
});

test('anything else is no pool', (t) => {
  const property = fc.property(fc.string(), fc.jsonValue(), (text, value) => {
    t.is(parseAddressPoolFlag(text), null);
    t.is(readAddressPools(value)?.length ?? 0, 0);
  });
  t.notThrows(() => fc.assert(property));
});
