import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../../src/analyzers/analyze.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { formatRange, overlaps, parseRange, rangeOf } from '../../../src/model/address.js';
import { aContainer, hex64 } from '../records.js';
import { aProcess, aTable } from '../../collectors/network/fake-network.js';
import { connected, endpoint, hostWith, network } from './network-host.js';

const reportOf = (inventory: Inventory) => analyze(inventory, '1.0.0');

const SHOP = network('shop', { subnets: [{ subnet: '10.9.0.0/24', gateway: '10.9.0.1' }] });

test('a network has the containers that are configured for it, running or not', (t) => {
  const { networks } = reportOf(
    hostWith(
      [SHOP, network('empty')],
      [
        connected('web', [endpoint('shop', { ipv4Address: '10.9.0.2', endpointId: 'e1' })]),
        connected('old', [endpoint('shop', { networkId: null })], { status: 'exited' }),
      ],
    ),
  );
  const [empty, shop] = networks;
  t.like(empty, { name: 'empty', used: false, endpoints: [] });
  t.true(shop?.used);
  t.like(shop?.endpoints, [
    { containerName: 'old', running: false, ipv4Address: null, dnsNames: [] },
    { containerName: 'web', running: true, ipv4Address: '10.9.0.2' },
  ]);
});

test('a container finds the network of its name where the id is of an earlier engine’s bridge', (t) => {
  const { networks, containers } = reportOf(
    hostWith([network('bridge')], [connected('web', [endpoint('bridge', { networkId: 'gone' })])]),
  );
  t.is(networks[0]?.endpoints.length, 1);
  t.is(containers[0]?.endpoints[0]?.networkId, hex64('network bridge'));
});

test('endpoints that only the network’s record has are listed with what it says', (t) => {
  const left = {
    endpointId: 'e9',
    containerId: 'gone',
    name: 'x',
    ipv4Address: '10.9.0.9',
    ipv6Address: null,
    macAddress: null,
    dnsNames: ['x'],
  };
  const seen = { ...left, endpointId: 'e1', containerId: null, macAddress: '02:00:00:00:00:01' };
  const { networks } = reportOf(
    hostWith(
      [{ ...SHOP, endpoints: [left, seen] }],
      [connected('web', [endpoint('shop', { endpointId: 'e1' })])],
    ),
  );
  t.like(networks[0]?.endpoints, [
    { containerName: 'web', macAddress: '02:00:00:00:00:01', ipv4Address: '10.9.0.9' },
    { containerName: null, containerId: 'gone', running: null, ipv4Address: '10.9.0.9' },
  ]);
  t.is(networks[0]?.endpoints.length, 2);
});

const namesOf = (inventory: Inventory) => reportOf(inventory).containers[0]?.endpoints[0]?.dnsNames;

test('the embedded DNS answers in networks that a user made, with the names that the engine gives', (t) => {
  const web = connected('web', [endpoint('shop', { aliases: ['store', 'web'] })]);
  t.deepEqual(namesOf(hostWith([SHOP], [web])), ['web', 'store', web.id.slice(0, 12), 'web-host']);
  const told = connected('web', [endpoint('shop', { dnsNames: ['told'] })]);
  t.deepEqual(namesOf(hostWith([SHOP], [told])), ['told']);
  t.is(namesOf(hostWith([network('bridge')], [connected('web', [endpoint('bridge')])])), null);
  t.is(namesOf(hostWith([SHOP], [web], { facts: { product: 'Podman Engine' } })), null);
});

const bridgePort = (name: string, index: number, peerIndex: number, master: string) => ({
  name,
  index,
  peerIndex,
  master,
  macAddress: null,
  state: 'up',
});

const insideOf = (peerIndex: number | null) => [
  { name: 'eth0', index: 2, peerIndex, subnets: ['10.8.0.0/24'] },
  { name: 'eth1', index: 3, peerIndex: null, subnets: ['10.9.0.0/24'] },
];

test('the veth of an endpoint is the bridge’s port whose other end is the interface with its address', (t) => {
  const blog = network('blog', { options: { 'com.docker.network.bridge.name': 'blog0' } });
  const shopBridge = `br-${SHOP.id.slice(0, 12)}`;
  const web = connected('web', [
    endpoint('shop', { ipv4Address: '10.9.0.2' }),
    endpoint('blog', { ipv4Address: '10.8.0.2' }),
  ]);
  const interfaces = [
    bridgePort('blog0', 5, 5, ''),
    bridgePort('vethA', 10, 2, 'blog0'),
    bridgePort('vethB', 11, 2, 'blog0'),
    bridgePort('vethC', 12, 3, shopBridge),
    bridgePort('vethD', 13, 3, 'other0'),
  ].map((one) => ({ ...one, master: one.master === '' ? null : one.master }));
  const ends = (peerIndex: number | null) =>
    reportOf(
      hostWith([SHOP, blog], [web], {
        host: {
          interfaces,
          containers: new Map([[web.id, { namespace: 1, interfaces: insideOf(peerIndex) }]]),
        },
      }),
    );
  const told = ends(11);
  t.deepEqual(
    told.containers[0]?.endpoints.map(({ containerInterface, hostInterface }) => [
      containerInterface,
      hostInterface,
    ]),
    [
      ['eth1', 'vethC'],
      ['eth0', 'vethB'],
    ],
  );
  // Of two that fit none is guessed.
  t.is(ends(null).containers[0]?.endpoints[1]?.hostInterface, null);
  t.like(told.networks[0], { name: 'blog', hostInterface: 'blog0', hostInterfaceUp: true });
  t.like(told.networks[1], { hostInterface: shopBridge, hostInterfaceUp: null });
});

const publishedAt = (hostPort: number, hostAddress = '0.0.0.0') => ({
  containerPort: 80,
  protocol: 'tcp' as const,
  hostAddress,
  hostPort,
});

const socketAt = (port: number, address: string, pid: number | null) => ({
  protocol: 'tcp' as const,
  address,
  port,
  inode: port,
  pid,
});

test('what listens at a published port is found, and what does not is told from what was not seen', (t) => {
  const ports = [
    publishedAt(8080),
    publishedAt(8081, '127.0.0.1'),
    publishedAt(8082),
    publishedAt(8083, '::'),
    { ...publishedAt(1), hostAddress: null, hostPort: null },
  ];
  const listening = [
    socketAt(8080, '0.0.0.0', 50),
    socketAt(8081, '::', 51),
    socketAt(8082, '127.0.0.2', null),
    socketAt(8083, '0.0.0.0', null),
  ];
  const processes = aTable([
    aProcess(50, { comm: 'docker-proxy', args: ['/usr/bin/docker-proxy', '-x'] }),
    aProcess(51, { comm: 'dockerd', args: ['dockerd'] }),
  ]);
  const portsOf = (host: { listening: typeof listening | null } | null, status: 'running' | 'exited') =>
    reportOf({
      ...hostWith([SHOP], [connected('web', [], { ports, status })], { host }),
      processes,
    }).containers[0]?.ports.map(({ listening: is, listener }) => [
      is,
      listener?.kind ?? null,
      listener?.pid ?? null,
    ]);
  t.deepEqual(portsOf({ listening }, 'running'), [
    [true, 'proxy', 50],
    [true, 'engine', 51],
    [false, null, null],
    [false, null, null],
    [null, null, null],
  ]);
  const unseen = ports.map(() => [null, null, null]);
  t.deepEqual(portsOf({ listening }, 'exited'), unseen);
  t.deepEqual(portsOf({ listening: null }, 'running'), unseen);
  t.deepEqual(portsOf(null, 'running'), unseen);
});

test('no network is called unused for certain where a container’s settings are not known', (t) => {
  const { networks } = reportOf(hostWith([SHOP], [aContainer('dark', { status: 'running' })]));
  t.false(networks[0]?.used);
  t.regex(networks[0]?.unmeasuredReason ?? '', /settings could be read: one may be in it/);
});

test('overlaps are those of every two networks, whatever their order', (t) => {
  const range = fc
    .tuple(fc.bigInt(0n, 255n), fc.integer({ min: 24, max: 32 }))
    .map(([value, length]) => formatRange(rangeOf({ bits: 32, value }, length)));
  const v6 = fc.integer({ min: 100, max: 128 }).map((length) => `::/${length}`);
  const property = fc.property(fc.array(fc.oneof(range, v6), { maxLength: 8 }), (subnets) => {
    const { networks } = reportOf(
      hostWith(subnets.map((subnet, n) => network(`n${n}`, { subnets: [{ subnet, gateway: null }] }))),
    );
    for (const one of networks) {
      const mine = parseRange(one.subnets[0]?.subnet ?? '');
      const expected = networks.filter((other) => {
        const theirs = parseRange(other.subnets[0]?.subnet ?? '');
        return other !== one && mine !== null && theirs !== null && overlaps(mine, theirs);
      });
      t.deepEqual(
        one.overlaps.map(({ networkName }) => networkName).toSorted(),
        expected.map(({ name }) => name).toSorted(),
      );
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: 60 }));
});
