import test from 'ava';
import * as fc from 'fast-check';
import { z } from 'zod';
import { openBolt } from '../../src/formats/bolt/database.js';
import { readNetworkDatabase } from '../../src/formats/network-database.js';
import { boltOf } from './bolt/bolt-writer.js';
import { capturedAnswer, capturedDatabase } from './bolt/reading.js';

const answer = z.array(
  z.object({
    Id: z.string(),
    Name: z.string(),
    Created: z.string(),
    Scope: z.string(),
    Driver: z.string(),
    Internal: z.boolean(),
    IPAM: z.object({
      Config: z.array(z.object({ Subnet: z.string(), Gateway: z.string().optional() })).nullable(),
    }),
  }),
);

for (const version of ['20.10.24', '28.5.2']) {
  test(`the networks of Docker ${version} are those that the engine lists`, (t) => {
    const { networks, issues } = readNetworkDatabase(openBolt(capturedDatabase(`networks-${version}`)));
    t.deepEqual(issues, []);
    const listed = answer.parse(capturedAnswer(`networks-${version}`)).map((network) => ({
      id: network.Id,
      name: network.Name,
      driver: network.Driver,
      scope: network.Scope,
      internal: network.Internal,
      createdAt: network.Created,
      subnets: (network.IPAM.Config ?? []).map((pool) => ({
        subnet: pool.Subnet,
        gateway: pool.Gateway ?? null,
      })),
    }));
    t.is(listed.length, 4);
    t.like(
      networks,
      listed.sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });
}

/** A database with one network record. */
function networkOf(json: string, key = 'docker/network/v1.0/network/n1/'): Buffer {
  return boltOf({ libnetwork: { [key]: Buffer.concat([Buffer.alloc(8, 3), Buffer.from(json)]) } });
}

const base = { id: 'n1', name: 'net', networkType: 'bridge' };

/** What was allocated, as the record holds it: JSON in JSON. */
function info(Pool: string, Gateway: string): string {
  return JSON.stringify([{ IPAMData: JSON.stringify({ Pool, Gateway }), PoolID: 'x' }]);
}

test('subnets that nobody asked for are those that were allocated, of both address families', (t) => {
  const json = JSON.stringify({
    ...base,
    ipamV4Config: '[{"PreferredPool":"","SubPool":"","Gateway":""}]',
    ipamV4Info: info('172.18.0.0/16', '172.18.0.1/16'),
    ipamV6Config: '[{"PreferredPool":"fd00::/64","Gateway":"fd00::1"}]',
    ipamV6Info: info('fd00::/64', 'fd00::1/64'),
  });
  const { networks } = readNetworkDatabase(openBolt(networkOf(json)));
  t.deepEqual(networks[0]?.subnets, [
    { subnet: '172.18.0.0/16', gateway: '172.18.0.1' },
    { subnet: 'fd00::/64', gateway: 'fd00::1' },
  ]);
  t.is(networks[0]?.createdAt, null);
});

test('networks in deletion and directory markers are left out silently', (t) => {
  const deleted = networkOf(JSON.stringify({ ...base, inDelete: true }));
  t.deepEqual(readNetworkDatabase(openBolt(deleted)), { networks: [], issues: [] });
  t.deepEqual(readNetworkDatabase(openBolt(networkOf(''))), { networks: [], issues: [] });
  const marker = networkOf('{}', 'docker/network/v1.0/network/');
  t.deepEqual(readNetworkDatabase(openBolt(marker)), { networks: [], issues: [] });
});

test('unreadable address pools leave the network without subnets, and are an issue', (t) => {
  const json = JSON.stringify({ ...base, ipamV4Config: '[{"PreferredPool":7}]', ipamV6Info: '{' });
  const { networks, issues } = readNetworkDatabase(openBolt(networkOf(json)));
  t.deepEqual(networks[0]?.subnets, []);
  t.deepEqual(
    issues.map(({ record }) => record),
    ['n1', 'n1'],
  );
});

test('whatever a record holds, it is a network or an issue', (t) => {
  const pools = fc.oneof(fc.string(), fc.json());
  const record = fc.record({ ipamV4Config: pools, ipamV4Info: pools });
  const text = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.json(),
    record.map((value) => JSON.stringify({ ...base, ...value })),
  );
  const property = fc.property(text, (json) => {
    const { networks, issues } = readNetworkDatabase(openBolt(networkOf(json)));
    t.true(networks.length + issues.length >= 1);
  });
  t.notThrows(() => fc.assert(property));
});

/** Endpoints in networks of a user's, by the name of the network. */
function namedEndpoints(version: string) {
  const { networks, issues } = readNetworkDatabase(openBolt(capturedDatabase(`networks-${version}-running`)));
  return {
    issues,
    none: networks.find(({ name }) => name === 'none')?.endpoints ?? [],
    made: networks
      .filter(({ subnets }) => subnets.length > 0)
      .flatMap(({ name, endpoints }) =>
        (endpoints ?? []).map((endpoint) => ({ network: name, ...endpoint })),
      ),
  };
}

test('endpoints of 20.10 have their container, addresses and names', (t) => {
  const { issues, none, made } = namedEndpoints('20.10.24');
  t.deepEqual(issues, []);
  t.deepEqual(
    made.map(({ endpointId: _id, containerId, ...rest }) => ({
      ...rest,
      container: containerId?.slice(0, 12),
    })),
    [
      {
        network: 'labint',
        container: 'ef6b7a814c46',
        name: 'volext',
        ipv4Address: '10.213.227.130',
        ipv6Address: null,
        macAddress: '02:42:0a:d5:e3:82',
        dnsNames: ['volext', 'ef6b7a814c46'],
      },
      {
        network: 'labnet',
        container: 'ce5eb8232332',
        name: 'web',
        ipv4Address: '10.213.227.20',
        ipv6Address: null,
        macAddress: '02:42:0a:d5:e3:14',
        dnsNames: ['web', 'ce5eb8232332'],
      },
    ],
  );
  t.is(none.length, 12);
  t.true(none.every(({ containerId, dnsNames }) => containerId !== null && dnsNames === null));
});

test('endpoints of 28 have the names that the record lists', (t) => {
  const { issues, none, made } = namedEndpoints('28.5.2');
  t.deepEqual(issues, []);
  t.deepEqual(
    made.map(({ name, ipv4Address, containerId, dnsNames }) => [
      name,
      ipv4Address,
      containerId?.slice(0, 12),
      dnsNames,
    ]),
    [
      ['web', '10.213.121.20', 'c9f6e91302bf', ['web', 'c9f6e91302bf']],
      ['volext', '10.213.121.130', '2859023fdc95', ['volext', '2859023fdc95']],
    ],
  );
  t.is(none.length, 12);
});

test('options, labels and kinds of networks are those that the engine shows', (t) => {
  const { networks } = readNetworkDatabase(openBolt(capturedDatabase('networks-28.5.2')));
  const byName = new Map(networks.map((one) => [one.name, one]));
  t.deepEqual(byName.get('labint')?.options, { 'com.docker.network.bridge.name': 'lab31' });
  t.deepEqual(byName.get('labnet')?.labels, { lab: '1' });
  t.like(byName.get('labnet'), {
    ipamDriver: 'default',
    attachable: false,
    ingress: false,
    enableIpv6: false,
  });
});

const withIndex = (text: string) => Buffer.concat([Buffer.alloc(8, 3), Buffer.from(text)]);

/** A database with one network and one endpoint in it. */
function endpointOf(json: string): Buffer {
  return boltOf({
    libnetwork: {
      'docker/network/v1.0/endpoint/n1/e1/': withIndex(json),
      'docker/network/v1.0/network/n1/': withIndex(JSON.stringify(base)),
    },
  });
}

test('an endpoint without a name of the user’s answers to its aliases alone', (t) => {
  const json = JSON.stringify({ id: 'e1', name: 'happy_ant', anonymous: true, myAliases: ['shop', '0123'] });
  const { networks } = readNetworkDatabase(openBolt(endpointOf(json)));
  t.like(networks[0]?.endpoints?.[0], { name: 'happy_ant', containerId: null, dnsNames: ['shop', '0123'] });
});

test('whatever an endpoint’s record holds, it is an endpoint or an issue', (t) => {
  const fields = fc.dictionary(
    fc.constantFrom('id', 'name', 'sandbox', 'ep_iface', 'anonymous', 'myAliases', 'dnsNames'),
    fc.oneof(fc.string(), fc.jsonValue()),
  );
  const property = fc.property(fields, (value) => {
    const { networks, issues } = readNetworkDatabase(openBolt(endpointOf(JSON.stringify(value))));
    t.is((networks[0]?.endpoints?.length ?? 0) + issues.length, 1);
  });
  t.notThrows(() => fc.assert(property));
});
