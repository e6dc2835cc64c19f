import { z } from 'zod';
import type { NetworkRecord } from '../../../model/network.js';
import { filledText, flag, type LenientList, parseList, textMap } from './lenient.js';
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
    Attachable: flag,
    Ingress: flag,
    EnableIPv6: flag,
    Labels: textMap,
    Options: textMap,
    IPAM: z
      .object({ Driver: filledText, Config: z.array(z.unknown()).catch([]) })
      .catch({ Driver: null, Config: [] }),
  })
  .transform((entry): NetworkRecord => ({
    id: entry.Id,
    name: entry.Name,
    driver: entry.Driver,
    scope: entry.Scope,
    internal: entry.Internal ?? false,
    attachable: entry.Attachable ?? false,
    ingress: entry.Ingress ?? false,
    enableIpv6: entry.EnableIPv6 ?? false,
    labels: entry.Labels,
    options: entry.Options,
    ipamDriver: entry.IPAM.Driver,
    // Lists have none (`Containers` is empty there); the containers' own settings tell the same of this host's.
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
