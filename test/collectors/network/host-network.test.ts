import { join } from 'node:path';
import test from 'ava';
import { collectHostNetwork } from '../../../src/collectors/network/host-network.js';
import { temporaryDirectory } from '../proc/fake-proc.js';
import { aProcess, aTable, fakeProcNet, fakeSysNet, HOST_NET, inContainer } from './fake-network.js';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0 100 0 0 10 0
   2: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1 0 100 0 0 10 0
`;
const ROUTE = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	0100FC0A	0003	0	0	0	00000000	0	0	0
br0	0035D50A	00000000	0001	0	0	0	00FFFFFF	0	0	0
`;
const IGMP = `Idx	Device    : Count Querier	Group    Users Timer	Reporter
1	lo        :     1      V3
7	eth0      :     1      V3
`;

const PROXY = aProcess(50, {
  comm: 'docker-proxy',
  args: '/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8081 -container-ip 10.213.53.2 -container-port 80'.split(
    ' ',
  ),
});

test('interfaces, sockets with their proxies, routes and the containers’ ends are found', async (t) => {
  const root = await temporaryDirectory(t);
  const [procRoot, sysRoot] = [join(root, 'proc'), join(root, 'sys')];
  await fakeProcNet(procRoot, {
    self: { net: HOST_NET, files: { tcp: TCP, route: ROUTE } },
    1: { net: HOST_NET },
    40: { net: HOST_NET, descriptors: ['socket:[100]', '/dev/null'] },
    // The engine still holds the socket that it opened for the proxy.
    41: { net: HOST_NET, descriptors: ['socket:[100]'] },
    // Whose descriptors cannot be seen is known by its arguments.
    50: { net: HOST_NET },
    60: { net: 9, files: { igmp: IGMP, route: ROUTE.replaceAll('br0', 'eth0') } },
  });
  await fakeSysNet(sysRoot, { lo: [1, 1], br0: [5, 5], veth1: [8, 7, 'br0'] });
  const { network, problems } = await collectHostNetwork({
    table: aTable([
      aProcess(40, { comm: 'docker-proxy', args: ['docker-proxy'] }),
      aProcess(41, { comm: 'dockerd', args: ['dockerd'] }),
      PROXY,
      aProcess(60, inContainer('c1', 9)),
      // Came in later, with a network of its own.
      aProcess(61, inContainer('c1', 10)),
      aProcess(62, { ...inContainer('c2', HOST_NET) }),
    ]),
    procRoot,
    sysRoot,
  });
  t.deepEqual(problems, []);
  t.deepEqual(
    network?.interfaces?.map(({ name, index, peerIndex, master, state }) => [
      name,
      index,
      peerIndex,
      master,
      state,
    ]),
    [
      ['lo', 1, 1, null, 'up'],
      ['br0', 5, 5, null, 'up'],
      ['veth1', 8, 7, 'br0', 'up'],
    ],
  );
  t.deepEqual(
    network?.listening?.map(({ address, port, pid }) => [address, port, pid]),
    [
      ['127.0.0.1', 8080, 40],
      ['0.0.0.0', 22, null],
      ['0.0.0.0', 8081, 50],
    ],
  );
  t.deepEqual(network?.routes, ['10.213.53.0/24']);
  t.deepEqual(
    [...(network?.containers ?? [])],
    [
      [
        'c1',
        {
          namespace: 9,
          interfaces: [{ name: 'eth0', index: 7, peerIndex: null, subnets: ['10.213.53.0/24'] }],
        },
      ],
    ],
  );
});

test('from another network namespace the host’s sockets are seen, its interfaces are not', async (t) => {
  const root = await temporaryDirectory(t);
  await fakeProcNet(root, { self: { net: 77 }, 1: { net: HOST_NET, files: { tcp: TCP, route: ROUTE } } });
  await fakeSysNet(join(root, 'sys'), { mine: [1, 1] });
  const { network, problems } = await collectHostNetwork({
    table: aTable([]),
    procRoot: root,
    sysRoot: join(root, 'sys'),
  });
  t.is(network?.interfaces, null);
  t.is(network?.listening?.length, 3);
  t.deepEqual(network?.routes, ['10.213.53.0/24']);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['host-interfaces-hidden'],
  );
});

test('in a container nothing is taken for the host’s, which hidepid alone does not make one', async (t) => {
  const table = aTable([], { partial: true });
  const inside = await temporaryDirectory(t);
  await fakeProcNet(inside, { self: { net: 77, pidNamespace: 'pid:[4026532000]' }, 1: { net: 77 } });
  const hidden = await collectHostNetwork({ table, procRoot: inside, sysRoot: inside });
  t.is(hidden.network, null);
  t.deepEqual(
    hidden.problems.map(({ code }) => code),
    ['host-network-hidden'],
  );
  const outside = await temporaryDirectory(t);
  await fakeProcNet(outside, { self: { net: HOST_NET, files: { tcp: TCP } } });
  await fakeSysNet(outside, {});
  const seen = await collectHostNetwork({ table, procRoot: outside, sysRoot: outside });
  t.is(seen.network?.listening?.length, 3);
  t.deepEqual(seen.problems, []);
});

test('what cannot be read is a problem and not nothing', async (t) => {
  const root = await temporaryDirectory(t);
  await fakeProcNet(root, { self: { net: HOST_NET } });
  const { network, problems } = await collectHostNetwork({
    table: aTable([aProcess(60, inContainer('gone', 9))]),
    procRoot: root,
    sysRoot: join(root, 'none'),
  });
  t.is(network?.interfaces, null);
  t.is(network?.listening, null);
  t.deepEqual([...(network?.containers.values() ?? [])], [{ namespace: 9, interfaces: [] }]);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['host-interfaces-hidden', 'host-sockets-unreadable'],
  );
});

test('a collection that is cancelled ends with the reason', async (t) => {
  const root = await temporaryDirectory(t);
  await fakeProcNet(root, { self: { net: HOST_NET } });
  const collecting = collectHostNetwork({
    table: aTable([aProcess(60, inContainer('c1', 9))]),
    procRoot: root,
    sysRoot: root,
    signal: AbortSignal.abort(new Error('enough')),
  });
  await t.throwsAsync(collecting, { message: 'enough' });
});
