import test from 'ava';
import * as fc from 'fast-check';
import { reportAddressPools } from '../../../src/analyzers/networks/address-pools.js';
import { analyze } from '../../../src/analyzers/analyze.js';
import { HostView } from '../../../src/analyzers/host-view.js';
import { formatRange, overlaps, parseRange, rangeOf } from '../../../src/model/address.js';
import type { AddressPool } from '../../../src/model/network.js';
import { HostBuilder } from '../host-builder.js';
import { hostWith, network } from './network-host.js';

function poolsOf(
  addressPools: readonly AddressPool[] | null,
  subnets: readonly string[],
  host: Parameters<typeof hostWith>[2] = {},
  scope = 'local',
) {
  const networks = subnets.map((subnet, n) =>
    network(`n${n}`, { scope, subnets: [{ subnet, gateway: null }] }),
  );
  return reportAddressPools(
    new HostView(hostWith(networks, [], { ...host, facts: { addressPools, ...host.facts } })),
  );
}

const TINY = [{ base: '10.210.0.0/22', size: 24 }];

test('a tiny pool goes down to nothing without an error', (t) => {
  const subnets = ['10.210.0.0/24', '10.210.1.0/24', '10.210.2.0/24', '10.210.3.0/24'];
  for (let used = 0; used <= subnets.length; used++) {
    t.deepEqual(poolsOf(TINY, subnets.slice(0, used)), {
      source: 'engine',
      pools: [{ base: '10.210.0.0/22', size: 24, subnets: 4, used, blocked: 0, left: 4 - used }],
      left: 4 - used,
    });
  }
});

test('an engine that was given none has the 31 subnets of its own', (t) => {
  t.like(poolsOf([], ['172.17.0.0/16', '192.168.0.0/20']), { source: 'default', left: 29 });
  t.is(
    poolsOf([], [])?.pools.reduce((sum, { subnets }) => sum + subnets, 0),
    31,
  );
  t.is(poolsOf(null, []), null);
});

test('without an engine the pools are those of its configuration, and taken what is recorded', (t) => {
  const networks = [network('n', { subnets: [{ subnet: '10.210.0.0/24', gateway: null }] })];
  const offline = (configuredPools: readonly AddressPool[] | null) => {
    const inventory = new HostBuilder().inventory({ records: { networks } });
    return analyze({ ...inventory, configuredPools }, '1').engine?.addressPools;
  };
  t.like(offline(TINY), { source: 'configuration', left: 3 });
  t.like(offline([]), { source: 'default', left: 31 });
  t.is(offline(null), null);
});

test('networks with other sizes take each subnet that they touch', (t) => {
  t.like(poolsOf(TINY, ['10.210.0.128/25'])?.pools[0], { used: 1, left: 3 });
  t.like(poolsOf(TINY, ['10.210.2.0/23', '10.210.3.0/26'])?.pools[0], { used: 2, left: 2 });
  t.like(poolsOf(TINY, ['10.0.0.0/8'])?.pools[0], { used: 4, left: 0 });
  t.is(poolsOf(TINY, ['10.210.0.0/24'], {}, 'swarm')?.left, 4);
});

test('the host’s own routes and name servers are passed over, and not counted twice', (t) => {
  const host = { routes: ['10.210.0.0/24', '10.210.1.0/25'], nameServers: ['10.210.3.53', 'fd00::53'] };
  t.like(poolsOf(TINY, ['10.210.0.0/24'], { host })?.pools[0], { used: 1, blocked: 2, left: 1 });
  t.like(poolsOf(TINY, ['10.210.0.0/24'], { host: null })?.pools[0], { used: 1, blocked: null, left: 3 });
  t.like(poolsOf(TINY, [], { host, facts: { rootless: true } })?.pools[0], { blocked: null, left: 4 });
});

test('what two pools share is counted once, and pools of IPv6 give no IPv4', (t) => {
  const told = poolsOf([...TINY, { base: '10.210.1.0/24', size: 26 }, { base: 'fd00::/8', size: 64 }], []);
  t.is(told?.left, 4);
  t.deepEqual(
    told?.pools.map(({ subnets }) => subnets),
    [4, 0, Number.MAX_SAFE_INTEGER],
  );
});

test('subnets are counted as if they were looked at one after the other', (t) => {
  // All in a small space, so that they meet.
  const pool = fc
    .tuple(fc.bigInt(0n, 2n ** 7n - 1n), fc.integer({ min: 18, max: 26 }), fc.nat(6))
    .map(([value, length, more]) => ({
      base: formatRange(rangeOf({ bits: 32, value: value << 8n }, length)),
      size: length + more,
    }));
  const subnet = fc
    .tuple(fc.bigInt(0n, 2n ** 15n - 1n), fc.integer({ min: 17, max: 32 }))
    .map(([value, length]) => formatRange(rangeOf({ bits: 32, value }, length)));
  const some = fc.array(subnet, { maxLength: 5 });
  const property = fc.property(pool, some, some, (one, subnets, routes) => {
    const base = parseRange(one.base);
    if (base === null) throw new Error('a pool has a range');
    const count = 1 << (one.size - base.length);
    const step = 1n << BigInt(32 - one.size);
    const touches = (texts: readonly string[], n: number) => {
      const range = rangeOf({ bits: 32, value: base.first + BigInt(n) * step }, one.size);
      return texts.some((text) => {
        const other = parseRange(text);
        return other !== null && overlaps(range, other);
      });
    };
    const all = Array.from({ length: count }, (_none, n) => n);
    const used = all.filter((n) => touches(subnets, n)).length;
    const left = all.filter((n) => !touches([...subnets, ...routes], n)).length;
    t.deepEqual(poolsOf([one], subnets, { host: { routes } })?.pools, [
      { base: one.base, size: one.size, subnets: count, used, blocked: count - used - left, left },
    ]);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 200 }));
});
