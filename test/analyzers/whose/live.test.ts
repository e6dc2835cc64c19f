import test from 'ava';
import { aProcessReport } from '../live-records.js';
import { aStore, digestOf, hex64 } from '../records.js';
import { namesOf } from './ask.js';
import { askLive, askLiveOne, DB, factOf, liveHarbour, SHOP, WEB } from './live-harbour.js';

test('a process of a container says where it runs, what it is inside, and who started it', (t) => {
  for (const key of ['pid:1001', '/proc/1001', '/proc/1001/status', 'web:1', 'container:web:1', `${WEB}:1`]) {
    const answer = askLiveOne(key);
    t.like(answer, { kind: 'process', id: '1001', name: 'nginx', allocatedBytes: null }, key);
    t.is(answer.description, 'the first process of the container web');
    t.deepEqual(namesOf(answer.holders), [`container ${WEB}`]);
    t.is(factOf(answer, 'command'), 'nginx -g daemon');
    t.is(factOf(answer, 'image'), 'shop/web:1.4');
    t.is(factOf(answer, 'compose'), 'project shop, service web');
    t.is(factOf(answer, 'inside'), 'process 1');
    t.is(factOf(answer, 'parent'), '1000 (shim)');
    t.is(factOf(answer, 'user'), '100033, inside 33');
    t.is(factOf(answer, 'namespace'), 'pid:[4026532281] net:[4026532284]');
    t.is(answer.toFree.note, 'a process takes no space of its own');
  }
});

test('a process in a namespace within the container keeps the id that the container sees', (t) => {
  t.is(askLiveOne('web:8').id, '1003');
  t.is(factOf(askLiveOne('web:8'), 'inside'), 'process 8, and 1 in the namespaces within');
  t.is(askLiveOne('web:7').description, 'a process that was started in the container web from outside');
  t.is(askLiveOne(`${DB.slice(0, 8)}:1`).id, '1100', 'the beginning of a container’s id');
});

test('a process of the host is told by its service; a monitor by what it watches', (t) => {
  const sshd = askLiveOne('812');
  t.is(sshd.description, 'a process of the host, in no container; it belongs to ssh.service');
  t.is(factOf(sshd, 'command'), 'sshd -D');
  t.is(factOf(sshd, 'user'), 'root (0)');
  t.is(factOf(sshd, 'started'), '2026-06-01T00:00:01.000Z');
  t.is(factOf(sshd, 'namespace'), 'all of the host');
  t.deepEqual(sshd.holders, []);
  const shim = askLiveOne('1000');
  t.regex(shim.description, /watches the container web/);
  t.deepEqual(namesOf(shim.holders), [`container ${WEB}`]);
  t.regex(askLiveOne('2').description, /thread of the kernel/);
  t.regex(askLiveOne('1200').description, /a pid namespace of no container/);
});

test('a published port leads to its container, at one address or at every one', (t) => {
  for (const key of [
    '8080',
    ':8080',
    'port:8080',
    '8080/tcp',
    '0.0.0.0:8080',
    '192.0.2.1:8080',
    '[2001:db8::1]:8080',
    'localhost:8080',
  ]) {
    const answer = askLiveOne(key);
    t.like(answer, { kind: 'port', id: '8080/tcp' }, key);
    t.deepEqual(namesOf(answer.holders), [`container ${WEB}`, 'process 950']);
    t.regex(answer.description, /leads to port 80\/tcp of the container web/);
    t.is(factOf(answer, 'on'), 'every address of the host (0.0.0.0, ::)');
    t.is(factOf(answer, 'leads to'), '172.18.0.2:80 in the network shop');
    t.is(factOf(answer, 'listener'), 'the engine’s proxy');
  }
  t.is(askLiveOne('127.0.0.1:9000').id, '127.0.0.1:9000/tcp');
  t.regex(factOf(askLiveOne('9000'), 'listener') ?? '', /rules alone/);
  const { answers, misses } = askLive(['192.0.2.1:9000', '8080/udp', '8080/sctp', ':4', '172.18.0.2:8080']);
  t.deepEqual(answers, []);
  t.is(misses.length, 5);
});

test('a port that the host listens on has its process; one inside containers has them', (t) => {
  t.deepEqual(namesOf(askLiveOne(':22').holders), ['process 812']);
  t.regex(askLiveOne('127.0.0.53:53/udp').description, /host’s own network/);
  t.deepEqual(namesOf(askLiveOne(':80').holders), [`container ${DB}`, `container ${WEB}`].sort());
  t.deepEqual(namesOf(askLiveOne('172.18.0.2:80').holders), [`container ${WEB}`]);
  t.deepEqual(namesOf(askLiveOne('10.9.0.5:80').holders), [`container ${DB}`]);
  t.regex(askLiveOne('5432').holders[0]?.how ?? '', /does not publish it/);
});

test('an address belongs to its endpoint however it is written, and so does its MAC', (t) => {
  for (const key of [
    '172.18.0.2',
    '::ffff:172.18.0.2',
    'fd00:18::2',
    'FD00:0018:0:0::2',
    '[fd00:18::2]',
    '172.18.0.2/16',
    '02:42:AC:12:00:02',
    '02-42-ac-12-00-02',
    hex64('endpoint web'),
  ]) {
    const answer = askLiveOne(key);
    t.like(answer, { kind: 'address', id: '172.18.0.2' }, key);
    t.deepEqual(namesOf(answer.holders), [`container ${WEB}`]);
    t.is(factOf(answer, 'interface'), 'eth0 inside, veth3f61a2b on the host');
    t.is(factOf(answer, 'names'), 'web, www');
  }
  t.deepEqual(namesOf(askLiveOne('10.9.0.5').holders), [`container ${DB}`], 'only the container tells of it');
});

test('a gateway, and an address that nothing has, belong to their network', (t) => {
  t.is(askLiveOne('172.18.0.1').description, 'the gateway of the network shop');
  t.is(askLiveOne('172.18.0.254').description, 'the gateway of the network shop', 'only an endpoint tells');
  const free = askLiveOne('172.18.200.9');
  t.regex(free.description, /in a subnet of the network shop; no endpoint that is known has it/);
  t.deepEqual(namesOf(free.holders), [`network ${SHOP}`]);
  t.is(factOf(askLiveOne('fd00:18::abcd'), 'subnet'), 'fd00:18::/64');
  t.regex(askLive(['192.0.2.9']).misses[0]?.reason ?? '', /no network that is known has it/);
});

test('an interface of the host has the container or the network behind it', (t) => {
  const veth = askLiveOne('veth3f61a2b');
  t.like(veth, { kind: 'interface', id: 'veth3f61a2b' });
  t.deepEqual(namesOf(veth.holders), [`container ${WEB}`]);
  t.is(factOf(veth, 'port of'), 'br-0a1b2c3d4e5f');
  t.is(askLiveOne('veth3f').id, 'veth3f61a2b', 'a unique beginning');
  t.deepEqual(namesOf(askLiveOne('veth9999999').holders), [`container ${DB}`], 'by the numbers of both ends');
  t.is(askLiveOne('br-0a1b2c3d4e5f').description, 'the bridge of the network shop');
  t.is(askLiveOne('02:42:11:22:33:44').id, 'br-0a1b2c3d4e5f');
  t.regex(askLiveOne('eth0').description, /no network or container/);
});

test('a control group is found in its hierarchy, where it is mounted, and by what a container has made below it', (t) => {
  for (const path of [
    `/docker/${WEB}`,
    `/docker/${WEB}/`,
    `/sys/fs/cgroup/memory/docker/${WEB}`,
    `/sys/fs/cgroup/docker/${WEB}`,
    `/sys/fs/cgroup/cpu,cpuacct/docker/${WEB}/gone/deep`,
  ]) {
    const answer = askLiveOne(path);
    t.like(answer, { kind: 'control-group', id: `/docker/${WEB}` }, path);
    t.deepEqual(namesOf(answer.holders), [`container ${WEB}`]);
    t.is(factOf(answer, 'cpu'), 'at most 0.5 CPU');
    t.is(factOf(answer, 'pids'), 'at most 50');
    t.is(answer.facts.find(({ label }) => label === 'memory')?.bytes, 104_857_600);
  }
  t.regex(askLiveOne(`/docker/${WEB}/sub`).description, /lies in that of the container web/);
  const service = askLiveOne('/system.slice/ssh.service');
  t.deepEqual(namesOf(service.holders), ['process 812']);
  t.deepEqual(namesOf(askLiveOne('/docker').holders), [`container ${DB}`, `container ${WEB}`].sort());
  t.is(askLive(['/sys/fs/cgroup/system.slice/gone.service']).misses.length, 1);
});

test('a namespace has the containers and processes in it; the host’s own is told so', (t) => {
  for (const key of ['4026532281', 'ns:4026532281', 'pid:[4026532281]', '/proc/1002/ns/pid']) {
    const answer = askLiveOne(key);
    t.like(answer, { kind: 'namespace', id: 'pid:[4026532281]' }, key);
    t.is(answer.description, 'the pid namespace of the container web');
    t.deepEqual(namesOf(answer.holders), [`container ${WEB}`]);
  }
  t.regex(askLiveOne('ns:4026532284').description, /2 containers share/);
  t.regex(askLiveOne('/proc/1003/ns/pid').description, /was made in the container web/);
  t.deepEqual(namesOf(askLiveOne('4026532700').holders), ['process 1200']);
  t.is(askLiveOne('/proc/812/ns/net').description, 'the net namespace of the host itself');
  t.is(askLive(['ipc:[4026532281]', '/proc/9/ns/net', '/proc/1/ns/odd']).misses.length, 3);
});

function reason(key: string): string {
  return askLive([key]).misses[0]?.reason ?? '';
}

test('what is not found says how the key was read', (t) => {
  t.regex(reason('web:9'), /; no container web with a process 9 can be seen here$/);
  t.regex(
    reason('70000'),
    /; no process 70000 can be seen here; no process that can be seen is in a namespace 70000$/,
  );
  t.is(reason('pid:9'), 'no process 9 can be seen here');
});

test('a bare number is everything that it is at once, and asks no disk', (t) => {
  const { answers, needsDisk } = askLive(['1001']);
  t.deepEqual(namesOf(answers), ['port 127.0.0.1:1001/tcp', 'process 1001']);
  t.false(needsDisk);
});

test('only keys that the disk can say nothing of are settled without it', (t) => {
  const settled = [
    '812',
    ':8080',
    '172.18.0.2',
    '192.0.2.9',
    'pid:77777',
    'web:7',
    'veth3f61a2b',
    'network:shop',
    `/docker/${DB}`,
    'ns:1',
  ];
  for (const key of settled) t.false(askLive([key]).needsDisk, key);
  // A number of a snapshot, a container with its sizes, a volume of a network’s name, a path, a beginning.
  for (const key of [
    '77777',
    'web',
    'shop',
    '/var/lib/docker/overlay2',
    'veth3f',
    'snapshot:812',
    'redis:7',
  ]) {
    t.true(askLive([key]).needsDisk, key);
  }
  t.true(askLive(['812', 'web']).needsDisk, 'one of several keys');
});

test('a container’s name with a number is left to the disk where images have that name', (t) => {
  const host = liveHarbour();
  const containers = host.report.containers.map((one) => ({ ...one, imageReference: 'db:15' }));
  const { answers, needsDisk } = askLive(['db:1'], { ...host, report: { ...host.report, containers } });
  t.deepEqual([answers.map(({ id }) => id), needsDisk], [['1100'], true]);
  t.false(askLive(['db:1']).needsDisk);
});

test('the number of a snapshot is asked for by its prefix where a process has it', (t) => {
  const host = liveHarbour();
  const cacheId = '812';
  const layers = [
    { chainId: digestOf('chain'), diffId: null, cacheId, parentChainId: null, recordedBytes: 1 },
  ];
  const [root] = host.inventory.roots;
  if (root === undefined) throw new Error('the host has a root');
  const records = { ...root.records, stores: [aStore({ layers })] };
  const inventory = { ...host.inventory, roots: [{ ...root, records, earlierRecords: records }] };
  const kindsOf = (key: string, from = inventory) =>
    askLive([key], { ...host, inventory: from }).answers.map(({ kind }) => kind);
  t.deepEqual(kindsOf('812'), ['process']);
  t.deepEqual(kindsOf('snapshot:812'), ['layer']);
  t.deepEqual(kindsOf('812', { ...inventory, processes: null }), ['layer']);
});

test('a process that was moved into a container’s group from the host has no id inside', (t) => {
  const host = liveHarbour();
  const moved = aProcessReport(1300, { role: 'container', containerId: WEB, containerName: 'web' });
  const report = { ...host.report, processes: [moved, ...host.report.processes] };
  const { answers } = askLive(['web:7', 'web:1300', '1300'], { ...host, report });
  t.deepEqual(
    answers.map(({ key, id }) => [key, id]),
    [
      ['web:7', '1002'],
      ['1300', '1300'],
    ],
  );
});

test('the beginning of two containers’ ids stands for neither', (t) => {
  const host = liveHarbour();
  const twins = ['abcd1', 'abcd2'].map((containerId, i) =>
    aProcessReport(1400 + i, { role: 'container', containerId, nsPids: [1400 + i, 5], entry: 'init' }),
  );
  const { answers, misses } = askLive(['container:abcd:5', 'container:abcd2:5'], {
    ...host,
    report: { ...host.report, processes: twins },
  });
  t.deepEqual(
    answers.map(({ id }) => id),
    ['1401'],
  );
  t.is(misses.length, 1);
});
