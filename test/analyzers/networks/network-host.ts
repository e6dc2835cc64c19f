import type { ContainerRecord } from '../../../src/model/container.js';
import type {
  ContainerEndpoint,
  ContainerPort,
  ContainerSettings,
} from '../../../src/model/container-settings.js';
import type { EngineFacts } from '../../../src/model/engine.js';
import type { HostNetwork } from '../../../src/model/host-network.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { NetworkRecord } from '../../../src/model/network.js';
import { HostBuilder } from '../host-builder.js';
import { aContainer, aNetwork, anEngine, hex64 } from '../records.js';

export const NO_HOST: HostNetwork = {
  interfaces: [],
  listening: [],
  routes: [],
  nameServers: [],
  containers: new Map(),
};

export function network(name: string, fields: Partial<NetworkRecord> = {}): NetworkRecord {
  return aNetwork({ id: hex64(`network ${name}`), name, ...fields });
}

export function endpoint(networkName: string, fields: Partial<ContainerEndpoint> = {}): ContainerEndpoint {
  return {
    networkName,
    networkId: hex64(`network ${networkName}`),
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

/** A container that runs in these networks. */
export function connected(
  name: string,
  endpoints: readonly ContainerEndpoint[],
  fields: Partial<ContainerRecord> & {
    readonly mode?: string;
    readonly ports?: readonly ContainerPort[];
  } = {},
): ContainerRecord {
  const { mode = null, ports = [], ...record } = fields;
  const settings: ContainerSettings = {
    limits: {
      nanoCpus: null,
      cpuQuotaMicros: null,
      cpuPeriodMicros: null,
      cpuShares: null,
      cpusetCpus: null,
      cpusetMems: null,
      memoryBytes: null,
      memorySwapBytes: null,
      memoryReservationBytes: null,
      pidsLimit: null,
      blockIoWeight: null,
      deviceRates: [],
      oomKillDisable: false,
      cgroupParent: null,
    },
    isolation: {
      privileged: false,
      pidMode: null,
      networkMode: mode,
      ipcMode: null,
      utsMode: null,
      userNamespaceMode: null,
      cgroupNamespaceMode: null,
      addedCapabilities: [],
      securityOptions: [],
    },
    networking: { hostname: `${name}-host`, endpoints, ports, sandboxKey: null },
  };
  return aContainer(name, { status: 'running', settings, ...record });
}

/** A host with an engine that has these networks and containers. */
export function hostWith(
  networks: readonly NetworkRecord[],
  containers: readonly ContainerRecord[] = [],
  rest: { readonly facts?: Partial<EngineFacts>; readonly host?: Partial<HostNetwork> | null } = {},
): Inventory {
  const { facts = {}, host = {} } = rest;
  const inventory = new HostBuilder().inventory({ engine: anEngine(facts, { networks, containers }) });
  return { ...inventory, hostNetwork: host === null ? null : { ...NO_HOST, ...host } };
}
