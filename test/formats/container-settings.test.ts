import test from 'ava';
import * as fc from 'fast-check';
import { readContainerSettings } from '../../src/formats/container-settings.js';

test('limits read as they were set: 0 is none, -1 of swap is no limit', (t) => {
  const set = readContainerSettings(
    {},
    {
      NanoCpus: 500_000_000,
      CpuQuota: 0,
      CpuShares: 512,
      CpusetCpus: '0-1',
      Memory: 104_857_600,
      MemorySwap: -1,
      PidsLimit: 50,
      BlkioDeviceReadBps: [{ Path: '/dev/vda', Rate: 1_048_576 }, { Path: '/dev/vdb', Rate: 0 }, null],
    },
  );
  t.like(set.limits, {
    nanoCpus: 500_000_000,
    cpuQuotaMicros: null,
    cpuShares: 512,
    cpusetCpus: '0-1',
    memoryBytes: 104_857_600,
    memorySwapBytes: -1,
    pidsLimit: 50,
    oomKillDisable: false,
  });
  t.deepEqual(set.limits.deviceRates, [{ path: '/dev/vda', what: 'read-bytes', perSecond: 1_048_576 }]);
  for (const none of [null, 0, -1]) {
    t.is(readContainerSettings({}, { PidsLimit: none }).limits.pidsLimit, null, String(none));
  }
});

test('a container tells how far it is apart from the host', (t) => {
  const { isolation } = readContainerSettings(
    {},
    {
      Privileged: true,
      PidMode: 'host',
      NetworkMode: 'container:0123',
      UTSMode: '',
      CapAdd: ['SYS_ADMIN'],
      SecurityOpt: ['seccomp=unconfined'],
    },
  );
  t.like(isolation, {
    privileged: true,
    pidMode: 'host',
    networkMode: 'container:0123',
    utsMode: null,
  });
  t.deepEqual(isolation.addedCapabilities, ['SYS_ADMIN']);
  t.deepEqual(isolation.securityOptions, ['seccomp=unconfined']);
});

test('ports are those of the running container, or else those that were asked for', (t) => {
  const exposed = { Config: { ExposedPorts: { '80/tcp': {}, '53/udp': {} } } };
  const asked = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } };
  const now = {
    ...exposed,
    NetworkSettings: {
      Ports: {
        '80/tcp': [
          { HostIp: '::', HostPort: '8080' },
          { HostIp: '0.0.0.0', HostPort: '8080' },
        ],
        '53/udp': null,
      },
    },
  };
  const only = { containerPort: 53, protocol: 'udp', hostAddress: null, hostPort: null } as const;
  const web = { containerPort: 80, protocol: 'tcp', hostPort: 8080 } as const;
  t.deepEqual(readContainerSettings(exposed, asked).networking.ports, [
    only,
    { ...web, hostAddress: '0.0.0.0' },
  ]);
  t.deepEqual(readContainerSettings(now, asked).networking.ports, [
    only,
    { ...web, hostAddress: '0.0.0.0' },
    { ...web, hostAddress: '::' },
  ]);
});

test('a port that the engine has yet to choose is not published, and no other text is a port', (t) => {
  const bindings = {
    '1/tcp': [{ HostIp: '', HostPort: '' }],
    '2/tcp': [{ HostPort: '8000-8010' }],
    '99999/tcp': null,
    '3/quic': null,
    x: null,
  };
  const { ports } = readContainerSettings({}, { PortBindings: bindings }).networking;
  t.deepEqual(
    ports.map(({ containerPort, hostPort }) => [containerPort, hostPort]),
    [
      [1, null],
      [2, null],
    ],
  );
});

test('an endpoint has its addresses and names; empty texts say nothing', (t) => {
  const { networking } = readContainerSettings(
    {
      Config: { Hostname: 'h' },
      NetworkSettings: {
        SandboxKey: '/var/run/docker/netns/1',
        Networks: {
          shop: {
            NetworkID: 'n',
            EndpointID: 'e',
            IPAddress: '172.18.0.2',
            IPPrefixLen: 16,
            GlobalIPv6Address: '',
            GlobalIPv6PrefixLen: 0,
            Gateway: '172.18.0.1',
            MacAddress: '02:42:ac:12:00:02',
            Aliases: ['web', '0123456789ab'],
            DNSNames: ['c', 'web'],
          },
          none: null,
        },
      },
    },
    {},
  );
  t.is(networking.hostname, 'h');
  t.is(networking.sandboxKey, '/var/run/docker/netns/1');
  t.deepEqual(networking.endpoints[0], {
    networkName: 'shop',
    networkId: 'n',
    endpointId: 'e',
    ipv4Address: '172.18.0.2',
    ipv4PrefixLength: 16,
    ipv6Address: null,
    ipv6PrefixLength: null,
    gateway: '172.18.0.1',
    macAddress: '02:42:ac:12:00:02',
    aliases: ['web', '0123456789ab'],
    dnsNames: ['c', 'web'],
    links: [],
  });
  t.like(networking.endpoints[1], { networkName: 'none', networkId: null, dnsNames: null });
});

const hostKeys = [
  'NanoCpus',
  'Memory',
  'MemorySwap',
  'PidsLimit',
  'CapAdd',
  'PortBindings',
  'BlkioDeviceReadBps',
];

test('whatever the objects hold, the settings are in their bounds', (t) => {
  const anything = fc.dictionary(fc.constantFrom(...hostKeys), fc.jsonValue());
  const container = fc.record({
    Config: fc.oneof(fc.jsonValue(), fc.record({ ExposedPorts: fc.dictionary(fc.string(), fc.jsonValue()) })),
    NetworkSettings: fc.oneof(
      fc.jsonValue(),
      fc.record({
        Ports: fc.dictionary(fc.string(), fc.jsonValue()),
        Networks: fc.dictionary(fc.string(), fc.jsonValue()),
      }),
    ),
  });
  fc.assert(
    fc.property(container, anything, (details, host) => {
      const { limits, networking } = readContainerSettings(details, host);
      for (const limit of [limits.nanoCpus, limits.memoryBytes, limits.pidsLimit]) {
        t.true(limit === null || (Number.isSafeInteger(limit) && limit > 0));
      }
      for (const { containerPort, hostPort, hostAddress } of networking.ports) {
        t.true(containerPort > 0 && containerPort < 65_536);
        t.is(hostPort === null, hostAddress === null);
      }
    }),
  );
  t.pass();
});
