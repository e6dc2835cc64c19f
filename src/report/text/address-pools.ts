import type { AddressPoolsReport } from '../types.js';
import { formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';

const POOL_NAMES: Readonly<Record<AddressPoolsReport['source'], string>> = {
  engine: 'address pools',
  configuration: 'address pools',
  default: 'default address pools',
};

function counted(count: number, ...words: readonly [one: string, more: string]): string {
  return `${formatCount(count)} ${count === 1 ? words[0] : words[1]}`;
}

/** How many subnets the engine's pools have left, and what to do where there are none. */
export function addressPoolLine({ source, pools, left }: AddressPoolsReport): string {
  const v4 = pools.filter(({ base }) => !base.includes(':'));
  const all = v4.reduce((sum, { subnets }) => sum + subnets, 0);
  const name = POOL_NAMES[source];
  if (left === null) return `${name}: ${counted(all, 'subnet', 'subnets')}, not known how many are left`;
  const blocked = v4.reduce((sum, pool) => sum + (pool.blocked ?? 0), 0);
  const atMost = v4.some((pool) => pool.blocked === null) ? 'at most ' : '';
  const passed =
    blocked === 0
      ? ''
      : `; ${formatCount(blocked)} ${blocked === 1 ? 'is' : 'are'} passed over: the host’s own routes or name servers are there`;
  const advice =
    left > 0
      ? ''
      : '; the next network fails unless it is made with --subnet: remove unused networks, or give the engine more in default-address-pools';
  return cleanText(
    `${name}: ${atMost}${formatCount(left)} of ${counted(all, 'subnet', 'subnets')} left${passed}${advice}`,
  );
}
