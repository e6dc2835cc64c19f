import { z } from 'zod';
import type { NetworkEndpointRecord } from '../model/network.js';

const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? '');
const texts = z.array(z.string()).nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

/** `endpoint/<network>/<endpoint>`: what libnetwork keeps while the endpoint is in use. */
export const endpointRecord = z.object({
  id: z.string().min(1),
  name: text,
  sandbox: text,
  ep_iface: z
    .object({ addr: text, addrv6: text, mac: text })
    .catch({ addr: '', addrv6: '', mac: '' })
    .default({ addr: '', addrv6: '', mac: '' }),
  /** Made for a container without a name of the user's: it is not found by its own. Up to 24. */
  anonymous: flag,
  /** The network has no embedded DNS. */
  disableResolution: flag,
  myAliases: texts,
  /** From 25 on. */
  dnsNames: texts,
});

/** `sandbox/<id>`: the network namespace of a container. */
export const sandboxRecord = z.object({ ID: z.string().min(1), Cid: text });

/** The address of `address/length`. */
function address(value: string): string | null {
  const [own = ''] = value.split('/', 1);
  return own === '' || own === '<nil>' ? null : own;
}

/** Source: libnetwork, `network.go` (`updateSvcRecord`). */
function dnsNames(endpoint: z.infer<typeof endpointRecord>): string[] | null {
  if (endpoint.disableResolution === true) return null;
  if (endpoint.dnsNames !== null && endpoint.dnsNames !== undefined) return endpoint.dnsNames;
  if (endpoint.myAliases === null || endpoint.myAliases === undefined) return null;
  const own = endpoint.anonymous === true || endpoint.name === '' ? [] : [endpoint.name];
  return [...new Set([...own, ...endpoint.myAliases])];
}

/** @param containers ids of the containers by sandbox */
export function toEndpoint(
  endpoint: z.infer<typeof endpointRecord>,
  containers: ReadonlyMap<string, string>,
): NetworkEndpointRecord {
  return {
    endpointId: endpoint.id,
    containerId: containers.get(endpoint.sandbox) ?? null,
    name: endpoint.name === '' ? null : endpoint.name,
    ipv4Address: address(endpoint.ep_iface.addr),
    ipv6Address: address(endpoint.ep_iface.addrv6),
    macAddress: endpoint.ep_iface.mac === '' ? null : endpoint.ep_iface.mac,
    dnsNames: dnsNames(endpoint),
  };
}
