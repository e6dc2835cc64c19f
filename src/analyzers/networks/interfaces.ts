import { holdsAddress, parseAddress, parseRange } from '../../model/address.js';
import type { ContainerNetwork, HostNetwork } from '../../model/host-network.js';

type InsideInterface = ContainerNetwork['interfaces'][number];

/** The two ends of an endpoint: the interface inside, and the veth on the host. */
export interface EndpointInterfaces {
  readonly containerInterface: string | null;
  readonly hostInterface: string | null;
}

export const NO_INTERFACES: EndpointInterfaces = { containerInterface: null, hostInterface: null };

function reaches({ subnets }: InsideInterface, addresses: readonly (string | null)[]): boolean {
  const ranges = subnets.flatMap((subnet) => parseRange(subnet) ?? []);
  return addresses.some((text) => {
    const address = text === null ? null : parseAddress(text);
    return address !== null && ranges.some((range) => holdsAddress(range, address));
  });
}

/** The one of several that fits; `null` for none and for more than one: a guess would be worse than nothing. */
function only<T>(found: readonly T[]): T | null {
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * The interfaces of an endpoint: inside the one whose network has its address, outside the port of the network's bridge
 * whose other end that is.
 *
 * @param alone the container has no other endpoint, so its only interface is of this one
 */
export function interfacesOf(
  host: HostNetwork | null,
  containerId: string,
  endpoint: {
    readonly addresses: readonly (string | null)[];
    readonly bridge: string | null;
    readonly alone: boolean;
  },
): EndpointInterfaces {
  const all = host?.containers.get(containerId)?.interfaces ?? [];
  const inside =
    only(all.filter((one) => reaches(one, endpoint.addresses))) ?? (endpoint.alone ? only(all) : null);
  if (inside === null) return NO_INTERFACES;
  const outside = (host?.interfaces ?? []).filter(
    ({ index, peerIndex, master }) =>
      master !== null &&
      master === endpoint.bridge &&
      peerIndex === inside.index &&
      (inside.peerIndex === null || inside.peerIndex === index),
  );
  return { containerInterface: inside.name, hostInterface: only(outside)?.name ?? null };
}
