import { z } from 'zod';
import { count, countOrNull, stringMap, text, textOrNull, timeOrNull } from './common.js';

const endpointSchema = z.object({
  endpointId: textOrNull,
  containerId: textOrNull.describe(
    'null for an endpoint without a container: of a load balancer, or left over',
  ),
  containerName: textOrNull,
  running: z.boolean().nullable(),
  ipv4Address: textOrNull,
  ipv6Address: textOrNull,
  macAddress: textOrNull,
  aliases: z.array(text),
  dnsNames: z
    .array(text)
    .nullable()
    .describe(
      'names that the embedded DNS (127.0.0.11) answers for in this network; null: it does not there',
    ),
  containerInterface: textOrNull.describe('name inside, such as eth0'),
  hostInterface: textOrNull.describe('the veth’s other end on the host; null when there is none or not seen'),
});

export const networkSchema = z.object({
  id: text,
  name: text,
  root: textOrNull.describe('data root of the engine it belongs to; null when only the engine told of it'),
  driver: text,
  scope: text,
  internal: z.boolean(),
  attachable: z.boolean(),
  ingress: z.boolean(),
  enableIpv6: z.boolean(),
  predefined: z.boolean().describe('bridge, host and none: the engine makes them itself'),
  createdAt: timeOrNull,
  labels: stringMap,
  options: stringMap,
  ipamDriver: textOrNull,
  subnets: z.array(z.object({ subnet: text, gateway: textOrNull })),
  hostInterface: textOrNull.describe('bridge on the host; null for other drivers'),
  hostInterfaceUp: z.boolean().nullable().describe('null: not seen, or none'),
  endpoints: z.array(endpointSchema),
  used: z.boolean().describe('a container, running or not, is configured for it'),
  overlaps: z
    .array(z.object({ networkId: text, networkName: text, subnet: text }))
    .describe('other networks with addresses of its subnets'),
  unmeasuredReason: textOrNull,
});

const poolSchema = z.object({
  base: text,
  size: count.describe('prefix length of the subnets it is cut into'),
  subnets: count.describe('how many it holds in all'),
  used: countOrNull.describe('taken by networks; null when not all networks are known'),
  blocked: countOrNull.describe(
    'not taken, but the engine passes them over: the host reaches them without a gateway, or has a name server there; null when that could not be seen',
  ),
  left: countOrNull.describe('at most, where blocked is null'),
});

/** What the engine takes subnets from when a network is made without one. */
export const addressPoolsSchema = z.object({
  source: z
    .enum(['engine', 'configuration', 'default'])
    .describe('told by the engine; read from its configuration; built into it'),
  pools: z.array(poolSchema),
  left: countOrNull.describe(
    'networks with IPv4 that can still be made; at most, where blocked is null; null when not all networks are known',
  ),
});

const listenerSchema = z.object({
  pid: countOrNull,
  command: textOrNull,
  kind: z.enum(['proxy', 'engine', 'other']).describe('proxy: the engine’s userland proxy'),
});

/** A port of a container. */
export const portSchema = z.object({
  containerPort: count,
  protocol: z.enum(['tcp', 'udp', 'sctp']),
  hostAddress: textOrNull.describe('0.0.0.0 and ::: every address; null: exposed, not published'),
  hostPort: countOrNull,
  listening: z
    .boolean()
    .nullable()
    .describe(
      'a socket of the host listens there; false: packets are forwarded by rules alone; null: not seen',
    ),
  listener: listenerSchema.nullable(),
});

/** A container's place in a network. */
export const containerEndpointSchema = endpointSchema
  .omit({ containerId: true, containerName: true, running: true })
  .extend({ networkId: textOrNull, networkName: text, gateway: textOrNull });
