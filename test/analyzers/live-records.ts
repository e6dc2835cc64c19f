import type { HostInterface, HostNetwork, ListeningSocket } from '../../src/model/host-network.js';
import type { ProcessRecord, ProcessTable } from '../../src/model/process.js';
import type { ContainerReport, NetworkReport, ProcessReport } from '../../src/report/types.js';
import { TAKEN_AT } from './records.js';

/** A process of the host, in a control group of its own. */
export function aProcess(pid: number, fields: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    pid,
    nsPids: [pid],
    parentPid: 1,
    comm: `process-${pid}`,
    args: [`/bin/process-${pid}`],
    state: 'sleeping',
    kernelThread: false,
    startTicks: 100,
    uid: 0,
    rssBytes: 4096,
    threads: 1,
    cgroups: { unified: '/', legacy: new Map() },
    container: null,
    namespaces: null,
    pidNamespaceForChildren: null,
    ...fields,
  };
}

export function aTable(
  processes: readonly ProcessRecord[],
  fields: Partial<ProcessTable> = {},
): ProcessTable {
  return {
    takenAt: TAKEN_AT,
    bootedAt: '2026-06-01T00:00:00Z',
    ticksPerSecond: 100,
    processes,
    hostNamespaces: null,
    userMaps: new Map(),
    userNames: new Map([[0, 'root']]),
    partial: false,
    deniedCount: 0,
    ...fields,
  };
}

/** What the report says of a process; of the host unless said otherwise. */
export function aProcessReport(hostPid: number, fields: Partial<ProcessReport> = {}): ProcessReport {
  return {
    hostPid,
    nsPids: [hostPid],
    parentPid: 1,
    role: 'host',
    containerId: null,
    containerName: null,
    watches: null,
    imageId: null,
    imageReference: null,
    composeProject: null,
    composeService: null,
    runtime: null,
    foundBy: null,
    entry: null,
    pidNamespace: null,
    comm: `process-${hostPid}`,
    command: `/bin/process-${hostPid}`,
    hostUid: 0,
    hostUser: 'root',
    containerUid: null,
    state: 'sleeping',
    kernelThread: false,
    rssBytes: 4096,
    threads: 1,
    startedAt: null,
    cgroupPath: null,
    unmeasuredReason: null,
    ...fields,
  };
}

type ContainerPort = ContainerReport['ports'][number];
type ContainerEndpoint = ContainerReport['endpoints'][number];

/** A port that is exposed only. */
export function aPort(containerPort: number, fields: Partial<ContainerPort> = {}): ContainerPort {
  return {
    containerPort,
    protocol: 'tcp',
    hostAddress: null,
    hostPort: null,
    listening: null,
    listener: null,
    ...fields,
  };
}

const NO_ADDRESSES = {
  endpointId: null,
  ipv4Address: null,
  ipv6Address: null,
  macAddress: null,
  aliases: [],
  dnsNames: null,
  containerInterface: null,
  hostInterface: null,
} as const;

export function anEndpoint(
  fields: Partial<NetworkReport['endpoints'][number]> = {},
): NetworkReport['endpoints'][number] {
  return { ...NO_ADDRESSES, containerId: null, containerName: null, running: true, ...fields, aliases: [] };
}

export function aContainerEndpoint(fields: Partial<ContainerEndpoint> = {}): ContainerEndpoint {
  return { ...NO_ADDRESSES, networkId: null, networkName: 'bridge', gateway: null, ...fields, aliases: [] };
}

export function anInterface(name: string, fields: Partial<HostInterface> = {}): HostInterface {
  return { name, index: 1, peerIndex: null, master: null, macAddress: null, state: 'up', ...fields };
}

export function aSocket(port: number, fields: Partial<ListeningSocket> = {}): ListeningSocket {
  return { protocol: 'tcp', address: '0.0.0.0', port, inode: 1, pid: null, ...fields };
}

const NOTHING_SEEN = { interfaces: [], listening: [], routes: [], nameServers: [] };

export function aHostNetwork(fields: Partial<HostNetwork> = {}): HostNetwork {
  return { ...NOTHING_SEEN, containers: new Map(), ...fields };
}

/** An interface in a container's network namespace. */
export function anInsideInterface(name: string, index: number, peerIndex: number | null) {
  return { name, index, peerIndex, subnets: [] };
}
