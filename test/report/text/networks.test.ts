import test from 'ava';
import { LISTS } from '../../../src/report/lists/all.js';
import { addressPoolLine } from '../../../src/report/text/address-pools.js';
import { cellStyle } from '../../../src/report/text/figure.js';
import { renderList } from '../../../src/report/text/list.js';
import type { AddressPoolsReport, NetworkReport, Report } from '../../../src/report/types.js';
import { harbourReport } from '../harbour.js';
import { aNetworkReport } from '../live-reports.js';

const OLD_DNS = '\u001b[31mevil';

function anEndpoint(fields: Partial<NetworkReport['endpoints'][number]>): NetworkReport['endpoints'][number] {
  return {
    endpointId: 'e1',
    containerId: 'cd'.repeat(32),
    containerName: 'web',
    running: true,
    ipv4Address: '172.18.0.2',
    ipv6Address: null,
    macAddress: '02:42:ac:12:00:02',
    aliases: [],
    dnsNames: ['web', 'shop'],
    containerInterface: 'eth0',
    hostInterface: 'veth1234567',
    ...fields,
  };
}

function pools(left: number | null, blocked: number | null = 0): AddressPoolsReport {
  const used = left === null ? null : 4 - left - (blocked ?? 0);
  return {
    source: 'engine',
    pools: [
      { base: '10.210.0.0/22', size: 24, subnets: 4, used, blocked, left },
      { base: 'fd00::/48', size: 64, subnets: 65_536, used: 0, blocked: 0, left: 65_536 },
    ],
    left,
  };
}

/** What `bilge networks` prints of these, at a width. */
function printed(networks: readonly NetworkReport[], report: Report, available = Infinity): string[] {
  const style = cellStyle(report, { iec: false });
  return renderList(LISTS.networks, networks, { style, available, report });
}

function reportWith(
  addressPools: AddressPoolsReport | null,
  ports: Report['containers'][number]['ports'] = [],
) {
  const report = harbourReport();
  const [container] = report.containers;
  if (container === undefined || report.engine === null) throw new Error('the harbour has both');
  return {
    ...report,
    engine: { ...report.engine, addressPools },
    containers: [{ ...container, id: 'cd'.repeat(32), name: 'web', ports }],
  };
}

test('below the networks stand their endpoints, without the column that none of them has', (t) => {
  const network = aNetworkReport({
    endpoints: [
      anEndpoint({}),
      anEndpoint({
        containerName: 'old',
        running: false,
        ipv4Address: null,
        dnsNames: [],
        hostInterface: null,
      }),
      anEndpoint({ containerName: null, containerId: null, endpointId: 'ef'.repeat(32) }),
    ],
  });
  const lines = printed([network], reportWith(null));
  const start = lines.indexOf('ENDPOINTS');
  t.deepEqual(lines[start + 1]?.split(/ {2,}/), [
    'NETWORK',
    'CONTAINER',
    'IPV4',
    'MAC',
    'DNS NAMES',
    'INTERFACES',
  ]);
  t.deepEqual(lines[start + 2]?.split(/ {2,}/), [
    'shop',
    'web',
    '172.18.0.2',
    '02:42:ac:12:00:02',
    'web shop',
    'eth0 ↔ veth1234567',
  ]);
  t.true(lines[start + 3]?.includes('old (stopped)'));
  t.true(lines[start + 4]?.includes('<no container> efefefefefef'));
  const v6 = aNetworkReport({ endpoints: [anEndpoint({ ipv6Address: 'fd00::2' })] });
  t.true(printed([v6], reportWith(null)).some((line) => line.includes('fd00::2')));
});

test('names that come from containers cannot steer the terminal', (t) => {
  const network = aNetworkReport({
    endpoints: [anEndpoint({ containerName: OLD_DNS, dnsNames: [OLD_DNS], hostInterface: OLD_DNS })],
    overlaps: [{ networkId: 'x', networkName: OLD_DNS, subnet: OLD_DNS }],
  });
  t.false(
    printed([network], reportWith(pools(1)))
      .join('\n')
      .includes('\u001b'),
  );
});

test('published ports say where they are and what listens there', (t) => {
  const port = { containerPort: 80, protocol: 'tcp', hostAddress: '0.0.0.0', hostPort: 8080 } as const;
  const proxy = { pid: 7, command: '/usr/bin/docker-proxy -x', kind: 'proxy' } as const;
  const ports = [
    { ...port, listening: true, listener: proxy },
    { ...port, hostAddress: '::', hostPort: 8081, listening: false, listener: null },
    { ...port, hostPort: 8082, listening: true, listener: null },
    { ...port, hostAddress: null, hostPort: null, listening: null, listener: null },
  ];
  const lines = printed([aNetworkReport({ endpoints: [anEndpoint({})] })], reportWith(null, ports));
  const start = lines.indexOf('PUBLISHED PORTS');
  t.deepEqual(
    lines.slice(start + 2).map((line) => line.split(/ {2,}/)),
    [
      ['0.0.0.0:8080', '80/tcp', 'web', 'docker-proxy (PID 7)'],
      ['[::]:8081', '80/tcp', 'web', 'nothing: forwarded by rules alone'],
      ['0.0.0.0:8082', '80/tcp', 'web', 'a process that was not looked at'],
    ],
  );
  // Of networks that are not shown nothing is said.
  t.false(printed([aNetworkReport()], reportWith(null, ports)).includes('PUBLISHED PORTS'));
});

const overlapOf = ({ id, name }: NetworkReport) => [
  { networkId: id, networkName: name, subnet: '172.18.0.0/16' },
];

test('unused networks and overlaps are named, each pair once', (t) => {
  const [one, other] = [aNetworkReport({ id: 'a', name: 'one' }), aNetworkReport({ id: 'b', name: 'other' })];
  const lines = printed(
    [
      { ...one, overlaps: overlapOf(other) },
      { ...other, overlaps: overlapOf(one), used: true },
      aNetworkReport({ id: 'c', name: 'bridge', predefined: true }),
      aNetworkReport({ id: 'd', name: 'swarmed', scope: 'swarm' }),
      aNetworkReport({ id: 'e', name: 'dark', unmeasuredReason: 'not known' }),
    ],
    reportWith(null),
  );
  t.deepEqual(
    lines.filter((line) => /overlapping|unused/.test(line)),
    ['! overlapping subnets: one and other (172.18.0.0/16)', 'unused networks: one'],
  );
});

test('the line of the address pools counts down to what to do', (t) => {
  t.is(addressPoolLine({ ...pools(3), source: 'default' }), 'default address pools: 3 of 4 subnets left');
  t.is(
    addressPoolLine(pools(2, 1)),
    'address pools: 2 of 4 subnets left; 1 is passed over: the host’s own routes or name servers are there',
  );
  t.is(addressPoolLine(pools(2, null)), 'address pools: at most 2 of 4 subnets left');
  t.is(addressPoolLine(pools(null, null)), 'address pools: 4 subnets, not known how many are left');
  t.regex(addressPoolLine(pools(0)), /^address pools: 0 of 4 subnets left; the next network fails unless/);
  t.true(printed([aNetworkReport()], reportWith(pools(1))).includes('address pools: 1 of 4 subnets left'));
});

test('nothing is wider than the terminal', (t) => {
  const network = aNetworkReport({
    name: 'a-network-with-a-long-name',
    endpoints: [
      anEndpoint({ ipv6Address: 'fd00:1234:5678:9abc::2', dnsNames: ['one', 'two', 'x'.repeat(90)] }),
    ],
  });
  for (const width of [80, 100, 140]) {
    for (const line of printed([network], reportWith(pools(0)), width)) t.true(line.length <= width, line);
  }
});
