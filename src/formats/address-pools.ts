import { parseRange } from '../model/address.js';
import type { AddressPool } from '../model/network.js';
import { asArray, asObject } from './json-access.js';

/** A pool that an engine would start with; others keep it from starting. Source: `ipamutils.SplitNetworks`. */
function checked(base: unknown, size: unknown): AddressPool[] {
  const range = typeof base === 'string' ? parseRange(base) : null;
  if (typeof base !== 'string' || range === null || !base.includes('/') || typeof size !== 'number')
    return [];
  const fits = Number.isInteger(size) && size > 0 && size >= range.length && size <= range.bits;
  return fits ? [{ base, size }] : [];
}

/**
 * `default-address-pools` of `daemon.json`, `[{"base": "10.0.0.0/8", "size": 24}]`, and `DefaultAddressPools` of `/info`,
 * whose names differ in their first letters. Entries of another form are left out. `null`: none are set.
 */
export function readAddressPools(value: unknown): AddressPool[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return asArray(value).flatMap((entry) => {
    const pool = asObject(entry);
    return checked(pool?.['base'] ?? pool?.['Base'], pool?.['size'] ?? pool?.['Size']);
  });
}

/** One `--default-address-pool base=10.0.0.0/8,size=24`; `null` for anything else. Source: `opts/address_pools.go`. */
export function parseAddressPoolFlag(value: string): AddressPool | null {
  const fields = new Map(
    value
      .toLowerCase()
      .split(',')
      .map((field): [string, string] => {
        const [, key = '', rest = ''] = /^"?([a-z]+)=([^"]*)"?$/.exec(field) ?? [];
        return [key, rest];
      }),
  );
  const size = fields.get('size') ?? '';
  return checked(fields.get('base'), /^\d{1,3}$/.test(size) ? Number(size) : null)[0] ?? null;
}
