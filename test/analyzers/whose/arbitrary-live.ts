import * as fc from 'fast-check';
import { analyze } from '../../../src/analyzers/analyze.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { NAMESPACE_KINDS } from '../../../src/model/process.js';
import { PROCESS_ROLES } from '../../../src/report/schema/process.js';
import type { ContainerReport, Report } from '../../../src/report/types.js';
import { aNetworkReport } from '../../report/live-reports.js';
import { HostBuilder } from '../host-builder.js';
import {
  aContainerEndpoint,
  aHostNetwork,
  anEndpoint,
  anInterface,
  aPort,
  aProcess,
  aProcessReport,
  aSocket,
  aTable,
} from '../live-records.js';
import { hex64 } from '../records.js';

const NAMES = ['web', 'db', 'cache'] as const;
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const pid = fc.integer({ min: 1, max: 60 });
const port = fc.integer({ min: 1, max: 60 });
const containerId = fc.constantFrom(...NAMES.map((name) => hex64(`container ${name}`)), hex64('unknown'), '');
const inode = fc.integer({ min: 1, max: 30 });
const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('172.18.0.2', 'fd00::2', '0.0.0.0', '::'));
const interfaceName = fc.stringMatching(/^veth[0-9a-f]{1,3}$/);
const text = fc.string({ maxLength: 6 });
const groupPath = fc
  .array(fc.oneof(fc.constantFrom('docker', 'x.service', 'a'), containerId), { maxLength: 4 })
  .map((names) => `/${names.filter((name) => name !== '').join('/')}`);

const namespaces = fc.dictionary(fc.constantFrom(...NAMESPACE_KINDS), inode);

const record = fc
  .record({
    pid,
    nsPids: fc.array(pid, { maxLength: 3 }),
    parentPid: pid,
    comm: text,
    args: fc.array(text, { maxLength: 2 }),
    kernelThread: fc.boolean(),
    startTicks: fc.maxSafeNat(),
    cgroups: orNull(
      fc.record({
        unified: orNull(groupPath),
        legacy: fc.array(fc.tuple(fc.constantFrom('memory', 'pids'), groupPath)).map((all) => new Map(all)),
      }),
    ),
    namespaces: orNull(namespaces),
    pidNamespaceForChildren: orNull(inode),
  })
  .map(({ pid: own, ...fields }) => aProcess(own, fields));

const report = fc
  .record({
    hostPid: pid,
    nsPids: fc.array(pid, { maxLength: 3 }),
    parentPid: orNull(pid),
    role: fc.constantFrom(...PROCESS_ROLES),
    containerId: orNull(containerId),
    containerName: orNull(text),
    watches: orNull(containerId),
    entry: fc.constantFrom('init', 'exec', 'child', null),
    pidNamespace: orNull(inode),
    cgroupPath: orNull(groupPath),
  })
  .map(({ hostPid, ...fields }) => aProcessReport(hostPid, fields));

const addresses = fc.record({
  ipv4Address: orNull(address),
  ipv6Address: orNull(address),
  macAddress: orNull(fc.constantFrom('02:42:ac:11:00:02', '02:42:ac:11:00:03', 'none')),
  hostInterface: orNull(interfaceName),
});

const network = fc
  .record({
    id: fc.constantFrom(hex64('one'), hex64('two')),
    name: text,
    subnets: fc.array(
      fc.record({
        subnet: fc.constantFrom('172.18.0.0/16', 'fd00::/64', '10.0.0.0/99', 'odd'),
        gateway: orNull(address),
      }),
      { maxLength: 2 },
    ),
    hostInterface: orNull(interfaceName),
    endpoints: fc.array(
      fc
        .tuple(addresses, orNull(containerId), orNull(text))
        .map(([own, id, name]) => anEndpoint({ ...own, containerId: id, containerName: name })),
      { maxLength: 3 },
    ),
  })
  .map(aNetworkReport);

const connected = fc.record({
  endpoints: fc.array(
    addresses.chain((own) => text.map((networkName) => aContainerEndpoint({ ...own, networkName }))),
    { maxLength: 2 },
  ),
  ports: fc.array(
    fc
      .record({
        containerPort: port,
        protocol: fc.constantFrom('tcp', 'udp'),
        hostAddress: orNull(address),
        hostPort: orNull(port),
      })
      .map(({ containerPort, ...fields }) => aPort(containerPort, fields)),
    { maxLength: 3 },
  ),
  namespaces: fc.array(
    fc.record({
      kind: fc.constantFrom(...NAMESPACE_KINDS),
      inode: orNull(inode),
      host: fc.constant(null),
      sharedWith: fc.constant<string[]>([]),
    }),
    { maxLength: 3 },
  ),
}) satisfies fc.Arbitrary<Partial<ContainerReport>>;

const hostNetwork = fc
  .record({
    interfaces: fc.array(
      fc
        .record({ name: interfaceName, index: inode, peerIndex: orNull(inode) })
        .map(({ name, ...fields }) => anInterface(name, fields)),
      { maxLength: 3 },
    ),
    listening: fc.array(
      fc
        .record({ port, protocol: fc.constantFrom('tcp', 'udp'), address, pid: orNull(pid) })
        .map(({ port: own, ...fields }) => aSocket(own, fields)),
      { maxLength: 3 },
    ),
  })
  .map(aHostNetwork);

/** Any report of what runs on a host of three containers, however inconsistent. */
export const arbitraryLive: fc.Arbitrary<{ readonly inventory: Inventory; readonly report: Report }> = fc
  .record({
    records: orNull(fc.uniqueArray(record, { selector: (one) => one.pid, maxLength: 8 })),
    reports: fc.uniqueArray(report, { selector: ({ hostPid }) => hostPid, maxLength: 8 }),
    networks: fc.array(network, { maxLength: 2 }),
    live: fc.array(connected, { minLength: NAMES.length, maxLength: NAMES.length }),
    hostNetwork: orNull(hostNetwork),
    hostNamespaces: orNull(namespaces),
    bootedAt: fc.constantFrom(null, 'no time', '2026-06-01T00:00:00Z'),
  })
  .map(({ records, reports, networks, live, hostNetwork: own, hostNamespaces, bootedAt }) => {
    const host = new HostBuilder();
    for (const name of NAMES) host.container(name, null);
    const inventory: Inventory = {
      ...host.inventory(),
      processes: records === null ? null : aTable(records, { hostNamespaces, bootedAt }),
      hostNetwork: own,
    };
    const analyzed = analyze(host.inventory(), '0.0.0');
    const containers = analyzed.containers.map((container, i) => ({ ...container, ...live[i] }));
    return { inventory, report: { ...analyzed, processes: reports, networks, containers } };
  });
