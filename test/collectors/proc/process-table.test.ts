import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { collectProcessTable } from '../../../src/collectors/proc/process-table.js';
import { temporaryDirectory } from './fake-proc.js';
import { HOST_NAMESPACES, processTree, tableOf } from './fake-process-tree.js';

const IDS = 'f3'.repeat(32);

test('everything about a process of a container is told', async (t) => {
  const procRoot = await processTree(t, {
    2400: {
      comm: 'a) (b\nc',
      parentPid: 2399,
      startTicks: 25_424,
      nsPids: [2400, 12, 3, 1],
      uid: 101_000,
      cmdline: 'python3\0-m\0http.server\0',
      cgroup: `5:cpu,cpuacct:/docker/${IDS}\n0::/docker/${IDS}\n`,
      namespaces: { pid: 4_026_532_400, pid_for_children: 4_026_532_401, user: 4_026_532_999, time: null },
      uidMap: '         0     100000      65536\n',
    },
  });
  const table = await tableOf(t, procRoot);
  t.deepEqual(table.processes[1], {
    pid: 2400,
    nsPids: [2400, 12, 3, 1],
    parentPid: 2399,
    comm: 'a) (b\nc',
    args: ['python3', '-m', 'http.server'],
    state: 'sleeping',
    kernelThread: false,
    startTicks: 25_424,
    uid: 101_000,
    rssBytes: 1540 * 1024,
    threads: 3,
    cgroups: {
      unified: `/docker/${IDS}`,
      legacy: new Map([
        ['cpu', `/docker/${IDS}`],
        ['cpuacct', `/docker/${IDS}`],
      ]),
    },
    container: { containerId: IDS, runtime: 'docker', monitor: false, outer: [] },
    namespaces: {
      pid: 4_026_532_400,
      net: HOST_NAMESPACES.net,
      ipc: HOST_NAMESPACES.ipc,
      mnt: HOST_NAMESPACES.mnt,
      uts: HOST_NAMESPACES.uts,
      user: 4_026_532_999,
      cgroup: HOST_NAMESPACES.cgroup,
    },
    pidNamespaceForChildren: 4_026_532_401,
  });
  t.deepEqual(table.userMaps.get(4_026_532_999), [{ inside: 0, outside: 100_000, length: 65_536 }]);
  t.deepEqual(table.hostNamespaces, HOST_NAMESPACES);
  t.is(table.bootedAt, '2023-11-14T22:13:20.000Z');
  t.is(table.ticksPerSecond, 100);
  t.false(table.partial);
});

test('processes come in the order of their numbers, whatever else is in the directory', async (t) => {
  const procRoot = await processTree(t, { 900: {}, 4_194_303: {}, 77: {} });
  await mkdir(join(procRoot, 'sys'));
  await mkdir(join(procRoot, '12x'));
  const { processes } = await tableOf(t, procRoot);
  t.deepEqual(
    processes.map(({ pid }) => pid),
    [1, 77, 900, 4_194_303],
  );
});

test('a zombie has neither memory nor arguments, but still a pid namespace', async (t) => {
  const gone = {
    net: null,
    ipc: null,
    mnt: null,
    uts: null,
    cgroup: null,
    time: null,
    pid_for_children: null,
  };
  const zombie = { state: 'Z', rssKilobytes: null, cmdline: '', namespaces: { ...gone, pid: 4_026_532_400 } };
  const table = await tableOf(t, await processTree(t, { 50: { ...zombie, nsPids: [50, 7] } }));
  const [, record] = table.processes;
  t.is(record?.state, 'zombie');
  t.is(record?.rssBytes, null);
  t.deepEqual(record?.args, []);
  t.deepEqual(record?.namespaces, { pid: 4_026_532_400, user: HOST_NAMESPACES.user });
  t.deepEqual(record?.nsPids, [50, 7]);
  t.is(table.deniedCount, 0);
});

test('a thread of the kernel is told as one', async (t) => {
  const thread = { comm: 'kthreadd', parentPid: 0, flags: 0x00208040, rssKilobytes: null, cmdline: '' };
  const { processes } = await tableOf(t, await processTree(t, { 2: thread }));
  t.deepEqual(
    processes.map(({ kernelThread }) => kernelThread),
    [false, true],
  );
  t.is(processes[1]?.rssBytes, null);
  t.deepEqual(processes[1]?.args, []);
});

test('processes whose namespaces may not be seen are counted, and all else of them is told', async (t) => {
  const procRoot = await processTree(t, {
    60: { namespaces: null, uid: 33 },
    61: { namespaces: null },
    62: {},
  });
  const table = await tableOf(t, procRoot);
  t.is(table.deniedCount, 2);
  t.is(table.processes.length, 4);
  t.is(table.processes[1]?.namespaces, null);
  t.is(table.processes[1]?.pidNamespaceForChildren, null);
  t.is(table.processes[1]?.uid, 33);
});

test('where the first process may not be seen, threads of the kernel tell the namespaces of the host', async (t) => {
  const procRoot = await processTree(t, { 1: { namespaces: null }, 2: { flags: 0x00208040 }, 3: {} });
  t.deepEqual((await tableOf(t, procRoot)).hostNamespaces, HOST_NAMESPACES);
  const user = await processTree(t, { 1: { namespaces: null }, 3: {} });
  t.is((await tableOf(t, user)).hostNamespaces, null);
});

test('a process that ends between its name and its files is absent', async (t) => {
  for (const file of ['stat', 'status']) {
    const procRoot = await processTree(t, { 70: { without: [file] }, 71: {} });
    await mkdir(join(procRoot, '72'));
    const { processes, deniedCount } = await tableOf(t, procRoot);
    t.deepEqual(
      processes.map(({ pid }) => pid),
      [1, 71],
    );
    t.is(deniedCount, 0);
  }
});

test('a process whose groups cannot be read is still told', async (t) => {
  const { processes } = await tableOf(t, await processTree(t, { 70: { without: ['cgroup', 'cmdline'] } }));
  t.is(processes[1]?.cgroups, null);
  t.deepEqual(processes[1]?.args, []);
});

test('what the kernel would never say is a problem, and no process', async (t) => {
  const procRoot = await processTree(t, { 80: {}, 81: {} });
  await writeFile(join(procRoot, '80/status'), 'Name:\tsh\n');
  const { table, problems } = await collectProcessTable({ procRoot });
  t.deepEqual(
    table?.processes.map(({ pid }) => pid),
    [1, 81],
  );
  t.deepEqual(
    problems.map(({ code, path }) => [code, path]),
    [['process-malformed', join(procRoot, '80')]],
  );
});

test('the groups of processes that say the same are one', async (t) => {
  const cgroup = `0::/docker/${IDS}\n`;
  const { processes } = await tableOf(t, await processTree(t, { 90: { cgroup }, 91: { cgroup } }));
  t.is(processes[1]?.cgroups, processes[2]?.cgroups ?? null);
  t.not(processes[0]?.cgroups, processes[1]?.cgroups ?? null);
});

test('a very long command line is cut, and a very long list of groups is not', async (t) => {
  const procRoot = await processTree(t, { 90: { cmdline: `a\0${'é'.repeat(100_000)}\0` } });
  const status = join(procRoot, '90/status');
  const groups = Array.from({ length: 65_536 }, (_, index) => index + 100_000).join(' ');
  await writeFile(status, `Name:\tsh\nUid:\t1\t2\t3\t4\nGroups:\t${groups}\nNSpid:\t90\t4\nVmRSS:\t 4 kB\n`);
  const { processes } = await tableOf(t, procRoot);
  t.deepEqual(processes[1]?.args, ['a', 'é'.repeat(2047)]);
  t.deepEqual(processes[1]?.nsPids, [90, 4]);
  t.is(processes[1]?.rssBytes, 4096);
});

test('in a container the table is a part of the host', async (t) => {
  const procRoot = await processTree(t, { 1: { namespaces: { pid: 4_026_532_400 } } });
  t.true((await tableOf(t, procRoot)).partial);
});

test('a directory without processes is a problem', async (t) => {
  const procRoot = await temporaryDirectory(t);
  for (const root of [procRoot, join(procRoot, 'nowhere')]) {
    const { table, problems } = await collectProcessTable({ procRoot: root });
    t.is(table, null);
    t.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [['processes-unlisted', root]],
    );
  }
});

test('the reading can be aborted', async (t) => {
  const reason = new Error('enough');
  await t.throwsAsync(collectProcessTable({ signal: AbortSignal.abort(reason) }), { is: reason });
});

test('this machine’s own table has this process, as it is', async (t) => {
  const { table, problems } = await collectProcessTable();
  t.deepEqual(problems, []);
  const own = table?.processes.find(({ pid }) => pid === process.pid);
  t.is(own?.parentPid, process.ppid);
  t.is(own?.uid, process.geteuid?.());
  t.is(own?.args[0], process.argv0);
  const { stdout } = await promisify(execFile)('readlink', ['/proc/self/ns/net']);
  t.is(`net:[${own?.namespaces?.net}]`, stdout.trim());
  t.true((own?.rssBytes ?? 0) > 1_000_000);
});

test('a tree that is removed meanwhile leaves a table or a problem', async (t) => {
  const procRoot = await processTree(
    t,
    Object.fromEntries(Array.from({ length: 300 }, (_, at) => [at + 2, {}])),
  );
  const [{ table, problems }] = await Promise.all([
    collectProcessTable({ procRoot }),
    rm(procRoot, { recursive: true }),
  ]);
  t.true(table === null ? problems.length === 1 : problems.length === 0);
});
