import { type AddressRange, formatRange, overlaps, parseRange } from '../../model/address.js';
import type { AddressPool } from '../../model/network.js';
import type { AddressPoolsReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';

type PoolReport = AddressPoolsReport['pools'][number];

/** What engines have built in, the same since 18.06. Source: libnetwork, `ipamutils/utils.go` (local scope). */
const DEFAULT_POOLS: readonly AddressPool[] = [
  { base: '172.17.0.0/16', size: 16 },
  { base: '172.18.0.0/16', size: 16 },
  { base: '172.19.0.0/16', size: 16 },
  { base: '172.20.0.0/14', size: 16 },
  { base: '172.24.0.0/14', size: 16 },
  { base: '172.28.0.0/14', size: 16 },
  { base: '192.168.0.0/16', size: 20 },
];

/**
 * The engine's address pools, and how many networks can still be made of them. Taken are the subnets that a network of
 * this host overlaps; passed over those that the host reaches without a gateway, or where its name servers are
 * (libnetwork, `netutils.InferReservedNetworks`). The pool of IPv6 that 27.0 and later derive of their id is not counted.
 * @returns `null` when the engine's pools are not known
 */
export function reportAddressPools(view: HostView): AddressPoolsReport | null {
  const facts = view.engine?.facts ?? null;
  const configured = facts === null ? (view.inventory.configuredPools ?? null) : null;
  const given = facts?.addressPools ?? configured;
  if (given === null) return null;
  const networks =
    facts === null ? (view.primary?.inventory.records.networks ?? null) : (view.engine?.networks ?? null);
  const taken = networks === null ? null : ranges(networks.filter(isLocal).flatMap(({ subnets }) => subnets));
  // A rootless engine's routes are those of a network namespace of its own.
  const host = view.primary === null || facts?.rootless === true ? null : view.inventory.hostNetwork;
  const reserved =
    host === null ? null : ranges([...host.routes, ...host.nameServers].map((subnet) => ({ subnet })));
  const pools = reportPools(given.length > 0 ? given : DEFAULT_POOLS, taken, reserved);
  return {
    source: given.length === 0 ? 'default' : configured === null ? 'engine' : 'configuration',
    pools,
    left:
      taken === null
        ? null
        : pools.filter(({ base }) => !base.includes(':')).reduce((sum, { left }) => sum + (left ?? 0), 0),
  };
}

/** Networks of the swarm have pools of their own. */
function isLocal({ scope }: { readonly scope: string }): boolean {
  return scope === 'local';
}

function ranges(subnets: readonly { readonly subnet: string }[]): AddressRange[] {
  return subnets.flatMap(({ subnet }) => parseRange(subnet) ?? []);
}

function reportPools(
  pools: readonly AddressPool[],
  taken: readonly AddressRange[] | null,
  reserved: readonly AddressRange[] | null,
): PoolReport[] {
  const earlier: AddressRange[] = [];
  return pools.flatMap(({ base, size }) => {
    const range = parseRange(base);
    if (range === null || size < range.length || size > range.bits) return [];
    // What two pools share is given out once: engines leave the second one out.
    const isRepeated = earlier.some((one) => overlaps(one, range));
    earlier.push(range);
    const all = isRepeated ? 0n : 1n << BigInt(size - range.length);
    const used = isRepeated ? 0n : covered(range, size, taken ?? []);
    const gone = isRepeated ? 0n : covered(range, size, [...(taken ?? []), ...(reserved ?? [])]);
    return [
      {
        base: formatRange(range),
        size,
        subnets: toCount(all),
        used: taken === null ? null : toCount(used),
        blocked: taken === null || reserved === null ? null : toCount(gone - used),
        left: taken === null ? null : toCount(all - gone),
      },
    ];
  });
}

/** A pool of IPv6 may hold more subnets than a number can count exactly. */
function toCount(count: bigint): number {
  return Number(count > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : count);
}

/** How many of a pool's subnets have an address in one of these ranges. */
function covered(pool: AddressRange, size: number, others: readonly AddressRange[]): bigint {
  const shift = BigInt(pool.bits - size);
  const spans = others
    .filter((other) => overlaps(pool, other))
    .map(({ first, last }) => ({
      from: ((first > pool.first ? first : pool.first) - pool.first) >> shift,
      to: ((last < pool.last ? last : pool.last) - pool.first) >> shift,
    }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  let count = 0n;
  let next = 0n;
  for (const { from, to } of spans) {
    const start = from > next ? from : next;
    if (to < start) continue;
    count += to - start + 1n;
    next = to + 1n;
  }
  return count;
}
