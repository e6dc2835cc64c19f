import { analyze } from '../../../src/analyzers/analyze.js';
import { HostView } from '../../../src/analyzers/host-view.js';
import { whose, type WhoseResult } from '../../../src/analyzers/whose/whose.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { NamespaceInodes } from '../../../src/model/process.js';
import type { ContainerReport, Report, WhoseAnswer } from '../../../src/report/types.js';
import { aNetworkReport } from '../../report/live-reports.js';
import { HostBuilder } from '../host-builder.js';
import {
  aContainerEndpoint,
  aHostNetwork,
  anEndpoint,
  anInsideInterface,
  anInterface,
  aPort,
  aProcess,
  aProcessReport,
  aSocket,
  aTable,
} from '../live-records.js';
import { hex64 } from '../records.js';
import { aControlReport } from '../../report/live-reports.js';

export const WEB = hex64('container web');
export const DB = hex64('container db');
export const SHOP = hex64('network shop');

const HOST: NamespaceInodes = { pid: 4_026_531_836, net: 4_026_531_840, uts: 4_026_531_838 };
const IN_WEB: NamespaceInodes = { ...HOST, pid: 4_026_532_281, net: 4_026_532_284 };
const IN_DB: NamespaceInodes = { ...HOST, pid: 4_026_532_381, net: 4_026_532_284 };
const NESTED: NamespaceInodes = { ...IN_WEB, pid: 4_026_532_500 };

const groups = (path: string) => ({
  unified: null,
  legacy: new Map([
    ['memory', path],
    ['pids', path],
  ]),
});

const RECORDS = [
  aProcess(1, { comm: 'systemd', namespaces: HOST, cgroups: groups('/init.scope'), parentPid: 0 }),
  aProcess(2, { comm: 'kthreadd', kernelThread: true, args: [], rssBytes: null }),
  aProcess(812, {
    comm: 'sshd',
    args: ['sshd', '-D'],
    namespaces: HOST,
    cgroups: groups('/system.slice/ssh.service'),
  }),
  aProcess(1000, { comm: 'shim', namespaces: HOST, cgroups: groups('/system.slice/docker.service') }),
  aProcess(1001, {
    comm: 'nginx',
    nsPids: [1001, 1],
    namespaces: IN_WEB,
    cgroups: groups(`/docker/${WEB}`),
    startTicks: 50,
  }),
  aProcess(1002, {
    comm: 'worker',
    nsPids: [1002, 7],
    namespaces: IN_WEB,
    cgroups: groups(`/docker/${WEB}/sub`),
  }),
  aProcess(1003, {
    comm: 'nested',
    nsPids: [1003, 8, 1],
    namespaces: NESTED,
    cgroups: groups(`/docker/${WEB}`),
  }),
  aProcess(1100, {
    comm: 'postgres',
    nsPids: [1100, 1],
    namespaces: IN_DB,
    cgroups: groups(`/docker/${DB}`),
  }),
  aProcess(1200, {
    comm: 'sandbox',
    nsPids: [1200, 1],
    namespaces: { ...HOST, pid: 4_026_532_700 },
    cgroups: groups('/'),
  }),
];

const IN = { role: 'container', runtime: 'docker', foundBy: 'cgroup' } as const;
const OF_WEB = {
  ...IN,
  containerId: WEB,
  containerName: 'web',
  imageReference: 'shop/web:1.4',
  composeProject: 'shop',
  composeService: 'web',
};

const REPORTS = [
  aProcessReport(1000, { comm: 'shim', role: 'monitor', watches: WEB }),
  aProcessReport(1001, {
    ...OF_WEB,
    comm: 'nginx',
    command: 'nginx -g daemon',
    nsPids: [1001, 1],
    parentPid: 1000,
    entry: 'init',
    cgroupPath: `/docker/${WEB}`,
    hostUid: 100_033,
    hostUser: null,
    containerUid: 33,
    startedAt: '2026-06-01T10:00:00Z',
  }),
  aProcessReport(1002, {
    ...OF_WEB,
    comm: 'worker',
    nsPids: [1002, 7],
    entry: 'exec',
    cgroupPath: `/docker/${WEB}/sub`,
  }),
  aProcessReport(1003, {
    ...OF_WEB,
    comm: 'nested',
    nsPids: [1003, 8, 1],
    entry: 'child',
    cgroupPath: `/docker/${WEB}`,
  }),
  aProcessReport(1100, {
    ...IN,
    containerId: DB,
    containerName: 'db',
    comm: 'postgres',
    nsPids: [1100, 1],
    entry: 'init',
    cgroupPath: `/docker/${DB}`,
  }),
  aProcessReport(1200, {
    role: 'namespace',
    comm: 'sandbox',
    nsPids: [1200, 1],
    pidNamespace: 4_026_532_700,
  }),
];

const VETH = 'veth3f61a2b';
const BRIDGE = 'br-0a1b2c3d4e5f';

const NETWORK = aNetworkReport({
  id: SHOP,
  name: 'shop',
  subnets: [
    { subnet: '172.18.0.0/16', gateway: '172.18.0.1' },
    { subnet: 'fd00:18::/64', gateway: 'fd00:18::1' },
  ],
  hostInterface: BRIDGE,
  endpoints: [
    anEndpoint({
      containerId: WEB,
      containerName: 'web',
      endpointId: hex64('endpoint web'),
      ipv4Address: '172.18.0.2',
      ipv6Address: 'fd00:18::2',
      macAddress: '02:42:ac:12:00:02',
      dnsNames: ['web', 'www'],
      containerInterface: 'eth0',
      hostInterface: VETH,
    }),
  ],
});

const PROXY = { pid: 950, command: 'docker-proxy', kind: 'proxy' } as const;

function withLive(container: ContainerReport): ContainerReport {
  if (container.id === WEB) {
    const binding = { hostPort: 8080, listening: true, listener: PROXY };
    return {
      ...container,
      endpoints: [aContainerEndpoint({ networkId: SHOP, networkName: 'shop', gateway: '172.18.0.254' })],
      ports: [
        aPort(80, { ...binding, hostAddress: '0.0.0.0' }),
        aPort(80, { ...binding, hostAddress: '::' }),
        aPort(443),
      ],
      control: aControlReport({
        unlimited: [],
        cgroupPath: `/docker/${WEB}`,
        cpu: { effectiveLimitCpus: 0.5 },
        memory: { effectiveLimitBytes: 104_857_600 },
        pids: { limit: 50, effectiveLimit: 50, current: 3, limitPercent: 6 },
      }),
    };
  }
  return {
    ...container,
    endpoints: [
      aContainerEndpoint({
        networkName: 'private',
        ipv4Address: '10.9.0.5',
        macAddress: '02:42:0a:09:00:05',
      }),
    ],
    ports: [
      aPort(5432),
      aPort(80),
      aPort(9000, { hostAddress: '127.0.0.1', hostPort: 9000, listening: false }),
    ],
  };
}

/** Two containers that run, with what the host sees of them; `db` has joined the network namespace of `web`. */
export function liveHarbour(): { readonly inventory: Inventory; readonly report: Report } {
  const host = new HostBuilder();
  const app = host.image('app', ['base'], { references: ['shop/web:1.4'] });
  host.container('web', app, { status: 'running', imageReference: 'shop/web:1.4' });
  host.container('db', app, { status: 'running', imageReference: 'postgres:15' });
  const inventory: Inventory = {
    ...host.inventory(),
    processes: aTable(RECORDS, { hostNamespaces: HOST }),
    hostNetwork: aHostNetwork({
      interfaces: [
        anInterface('lo'),
        anInterface(BRIDGE, { index: 5, macAddress: '02:42:11:22:33:44' }),
        anInterface(VETH, { index: 7, peerIndex: 6, master: BRIDGE }),
        anInterface('veth9999999', { index: 9, peerIndex: 8 }),
        anInterface('eth0', { index: 2 }),
      ],
      listening: [
        aSocket(22, { pid: 812 }),
        aSocket(22, { address: '::', pid: 812 }),
        aSocket(8080, { pid: 950 }),
        aSocket(8080, { address: '::', pid: 950 }),
        aSocket(53, { protocol: 'udp', address: '127.0.0.53' }),
        aSocket(1001, { address: '127.0.0.1' }),
      ],
      containers: new Map([[DB, { namespace: 1, interfaces: [anInsideInterface('eth1', 8, 9)] }]]),
    }),
  };
  const report = analyze(inventory, '0.0.0');
  return {
    inventory,
    report: {
      ...report,
      processes: REPORTS,
      networks: [NETWORK],
      containers: report.containers.map(withLive),
    },
  };
}

/** Asks about keys; those that begin with `/` are paths as well. */
export function askLive(keys: readonly string[], host = liveHarbour()): WhoseResult {
  return whose(
    new HostView(host.inventory),
    host.report,
    keys.map((key) => ({ key, path: key.startsWith('/') ? { path: key, entry: 'unknown' } : null })),
  );
}

/** The only answer to a key. */
export function askLiveOne(key: string): WhoseAnswer {
  const { answers, misses } = askLive([key]);
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) {
    throw new Error(`${key} has ${answers.length} answers; ${JSON.stringify([answers, misses])}`);
  }
  return answer;
}

/** A fact of an answer, `null` where it has none of this label. */
export function factOf({ facts }: WhoseAnswer, label: string): string | null {
  return facts.find((fact) => fact.label === label)?.text ?? null;
}
