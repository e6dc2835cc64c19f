import { z } from 'zod';
import type { NetworkRecord } from '../model/network.js';
import { parseJson } from './json.js';

type Subnets = NetworkRecord['subnets'];

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** What was asked for when the network was made. */
const configured = z.array(z.object({ PreferredPool: text, Gateway: text })).nullable();
/** What was allocated. The inner value is JSON in a string once more. */
const allocated = z.array(z.object({ IPAMData: z.string() })).nullable();
const allocation = z.object({ Pool: text, Gateway: text });

function parse<T>(
  json: string | null | undefined,
  schema: z.ZodType<T>,
  issue: (detail: string) => void,
): T | null {
  if (json === null || json === undefined || json === '') return null;
  const parsed = parseJson(json, schema);
  if ('value' in parsed) return parsed.value;
  issue(`address pools: ${parsed.detail}`);
  return null;
}

/** The address of `address/length`; allocations carry the length, requests do not. */
function gatewayAddress(gateway: string): string | null {
  const address = gateway.split('/', 1)[0] ?? '';
  return address === '' || address === '<nil>' ? null : address;
}

/**
 * Subnets of one address family, as `docker network inspect` shows them: those that were asked for, or else those
 * that were allocated. Both are JSON strings inside the network's JSON.
 * Source: Docker Engine, `api/server/router/network` and `daemon/network.go` (`buildIPAMResources`).
 */
export function readSubnets(
  config: string | null | undefined,
  info: string | null | undefined,
  issue: (detail: string) => void,
): Subnets {
  const asked = (parse(config, configured, issue) ?? []).filter((pool) => pool.PreferredPool !== '');
  if (asked.length > 0) {
    return asked.map((pool) => ({ subnet: pool.PreferredPool, gateway: gatewayAddress(pool.Gateway) }));
  }
  return (parse(info, allocated, issue) ?? []).flatMap((entry) => {
    const pool = parse(entry.IPAMData, allocation, issue);
    if (pool === null || pool.Pool === '') return [];
    return [{ subnet: pool.Pool, gateway: gatewayAddress(pool.Gateway) }];
  });
}
