import { readContainerSettings } from '../../src/formats/container-settings.js';
import type {
  ContainerEndpoint,
  ContainerIsolation,
  ContainerNetworking,
  ContainerSettings,
} from '../../src/model/container-settings.js';

/** Settings of a container for which nothing was set but this. */
export function someSettings(
  isolation: Partial<ContainerIsolation> = {},
  networking: Partial<ContainerNetworking> = {},
): ContainerSettings {
  const none = readContainerSettings({}, {});
  return {
    ...none,
    isolation: { ...none.isolation, ...isolation },
    networking: { ...none.networking, ...networking },
  };
}

export function anEndpoint(fields: Partial<ContainerEndpoint> = {}): ContainerEndpoint {
  return {
    networkName: 'bridge',
    networkId: null,
    endpointId: null,
    ipv4Address: null,
    ipv4PrefixLength: null,
    ipv6Address: null,
    ipv6PrefixLength: null,
    gateway: null,
    macAddress: null,
    aliases: [],
    dnsNames: null,
    links: [],
    ...fields,
  };
}
