import { z } from 'zod';
import type { NetworkRecord } from '../../../model/network.js';
import { filledText, flag, type LenientList, parseList } from './lenient.js';
import { time } from './time.js';

const pool = z.object({ Subnet: z.string().min(1), Gateway: filledText });

const network = z
  .object({
    Id: z.string().min(1),
    Name: z.string(),
    Driver: z.string().catch(''),
    Scope: z.string().catch(''),
    Internal: flag,
    Created: time,
    IPAM: z.object({ Config: z.array(z.unknown()).catch([]) }).catch({ Config: [] }),
  })
  .transform((entry): NetworkRecord => ({
    id: entry.Id,
    name: entry.Name,
    driver: entry.Driver,
    scope: entry.Scope,
    internal: entry.Internal ?? false,
    attachable: false,
    ingress: false,
    enableIpv6: false,
    labels: {},
    options: {},
    ipamDriver: null,
    endpoints: null,
    createdAt: entry.Created,
    subnets: entry.IPAM.Config.flatMap((config) => {
      const parsed = pool.safeParse(config);
      return parsed.success ? [{ subnet: parsed.data.Subnet, gateway: parsed.data.Gateway }] : [];
    }),
  }));

/**
 * `GET /networks`.
 * @throws RequestError `garbage`
 */
export function parseNetworks(value: unknown): LenientList<NetworkRecord> {
  return parseList(network, value);
}
