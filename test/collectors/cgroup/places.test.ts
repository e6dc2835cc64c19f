import test from 'ava';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { groupTree, member, readingsOf, readTree, TOGETHER } from './group-tree.js';

const ID = 'a'.repeat(64);
const OTHER = 'c'.repeat(64);

/** A group by its path that is told from others by the number of its processes. */
function group(path: string, pids: number): Record<string, string> {
  return { [`${path}/pids.current`]: `${pids}\n` };
}

test('what a container has in groups below its own is not its group', async (t) => {
  for (const [own, rest] of [
    [`machine.slice/libpod-${ID}.scope/container`, 'init.scope'],
    [`libpod_parent/libpod-${ID}`, 'container'],
    [`docker/${ID}`, 'init.scope/system.slice/cron.service'],
    [`kubepods-pod1.slice/cri-containerd-${ID}.scope`, 'app'],
    [`system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:${ID}`, 'app'],
  ] as const) {
    const tree = await groupTree(t, [{ at: '' }], { ...group(own, 7), ...group(`${own}/${rest}`, 1) });
    const { groups } = await readingsOf(t, tree, [member(10, `0::/${own}/${rest}\n`)]);
    const { path, pids } = groups.get(ID)?.reading ?? {};
    t.deepEqual({ path, current: pids?.current }, { path: `/${own}`, current: 7 }, own);
  }
});

test('Podman has its limits in a group below the scope, and the scope above it counts as well', async (t) => {
  const scope = `machine.slice/libpod-${ID}.scope`;
  const files = { [`${scope}/container/pids.max`]: '50\n', [`${scope}/pids.max`]: '2048\n' };
  const tree = await groupTree(t, [{ at: '' }], files);
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${scope}/container\n`)]);
  t.is(groups.get(ID)?.reading.pids?.limit, 50);
  t.like(groups.get(ID)?.ancestors[0], { path: `/${scope}`, pids: { limit: 2048 } });
});

test('with Docker in Docker both have a group, and the outer one stands above the inner one', async (t) => {
  const inner = `docker/${ID}/docker/${OTHER}`;
  const tree = await groupTree(t, [{ at: '' }], { ...group(`docker/${ID}`, 9), ...group(inner, 2) });
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${inner}\n`)]);
  t.is(groups.get(OTHER)?.reading.pids?.current, 2);
  t.is(groups.get(ID)?.reading.pids?.current, 9);
  t.deepEqual(
    groups.get(OTHER)?.ancestors.map(({ path }) => path),
    [`/docker/${ID}/docker`, `/docker/${ID}`, '/docker', '/'],
  );
  t.is(groups.get(OTHER)?.ancestors[1]?.pids?.current, 9);
});

test('a container that made a group with its own id below it keeps the upper one', async (t) => {
  const own = `docker/${ID}`;
  const tree = await groupTree(t, [{ at: '' }], { ...group(own, 9), ...group(`${own}/x-${ID}`, 2) });
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${own}/x-${ID}\n`)]);
  t.is(groups.get(ID)?.reading.path, `/${own}`);
});

test('a monitor is no process of the container it watches, but of those around it', async (t) => {
  const scope = `libpod-conmon-${ID}.scope`;
  const tree = await groupTree(t, [{ at: '' }], {
    ...group(scope, 1),
    ...group(`docker/${OTHER}/${scope}`, 3),
  });
  const alone = await readingsOf(t, tree, [member(10, `0::/${scope}\n`)]);
  t.is(alone.groups.size, 0);
  const within = await readingsOf(t, tree, [member(10, `0::/docker/${OTHER}/${scope}\n`)]);
  t.deepEqual([...within.groups.keys()], [OTHER]);
});

test('a process that was moved elsewhere in one hierarchy does not take its container along', async (t) => {
  const files = {
    ...group(`pids/docker/${ID}`, 5),
    ...group('pids/elsewhere', 1),
    [`memory/docker/${ID}/tasks`]: '',
  };
  const mounts = TOGETHER.filter(({ at }) => at === 'pids' || at === 'memory');
  const tree = await groupTree(t, mounts, files);
  const processes = [
    member(10, `2:memory:/docker/${ID}\n1:pids:/elsewhere\n`),
    member(11, `2:memory:/docker/${ID}\n1:pids:/docker/${ID}\n`),
  ];
  const { groups } = await readingsOf(t, tree, processes);
  t.is(groups.get(ID)?.reading.pids?.current, 5);
});

test('a controller of version 2 on a host that has most of them in version 1 is found', async (t) => {
  const files = {
    ...group(`unified/docker/${ID}`, 4),
    [`memory/docker/${ID}/memory.limit_in_bytes`]: '4096\n',
  };
  const tree = await groupTree(t, [{ at: 'unified' }, { at: 'memory', controllers: 'memory' }], files);
  const { groups } = await readingsOf(t, tree, [member(10, `1:memory:/docker/${ID}\n0::/docker/${ID}\n`)]);
  t.is(groups.get(ID)?.reading.pids?.current, 4);
  t.is(groups.get(ID)?.reading.memory?.limitBytes, 4096);
});

test('a container whose group has gone is left out, without a problem', async (t) => {
  const path = `docker/${ID}`;
  const tree = await groupTree(t, [{ at: '' }], { ...group(path, 1), ...group(`docker/${OTHER}`, 2) });
  await rm(join(tree.cgroupRoot, path), { recursive: true });
  const processes = [member(10, `0::/${path}\n`), member(11, `0::/docker/${OTHER}\n`)];
  t.deepEqual([...(await readingsOf(t, tree, processes)).groups.keys()], [OTHER]);
});

test('a container whose group has gone in one hierarchy already is left out as well', async (t) => {
  const mounts = TOGETHER.filter(({ at }) => at === 'pids' || at === 'memory');
  const tree = await groupTree(t, mounts, group(`pids/docker/${ID}`, 1));
  const { groups } = await readingsOf(t, tree, [
    member(10, `2:memory:/docker/${ID}\n1:pids:/docker/${ID}\n`),
  ]);
  t.is(groups.size, 0);
});

test('seen from a container, its own group is what is mounted', async (t) => {
  const mounts = [{ at: '', root: `/docker/${ID}` }];
  const tree = await groupTree(t, mounts, { 'pids.current': '6\n' });
  const { groups } = await readingsOf(t, tree, [member(10, `0::/docker/${ID}\n`)]);
  t.is(groups.get(ID)?.reading.pids?.current, 6);
  t.deepEqual(groups.get(ID)?.ancestors, []);
});

test('groups outside of a cgroup namespace are said to be missing, not read from elsewhere', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], group(`docker/${OTHER}`, 6));
  const processes = [member(10, `0::/../${ID}\n`), member(11, `0::/docker/${OTHER}\n`)];
  const named = processes.map((process) => ({
    ...process,
    container: { containerId: process.pid === 10 ? ID : OTHER, runtime: 'docker', monitor: false, outer: [] },
  }));
  const { readings, problems } = await readTree(tree, named);
  t.deepEqual([...(readings?.groups.keys() ?? [])], [OTHER]);
  t.deepEqual(
    problems.map(({ source, code }) => [source, code]),
    [['cgroup', 'control-groups-outside']],
  );
  t.regex(problems[0]?.message ?? '', / 1 container /);
});

test('of several mounts the one with the whole hierarchy counts, and of those the one in the usual place', async (t) => {
  const mounts = [{ at: 'part', root: `/docker/${ID}` }, { at: '../elsewhere' }, { at: '' }];
  const files = {
    'part/pids.current': '1\n',
    ...group(`../elsewhere/docker/${ID}`, 2),
    ...group(`docker/${ID}`, 3),
  };
  const tree = await groupTree(t, mounts, files);
  const { layout, groups } = await readingsOf(t, tree, [member(10, `0::/docker/${ID}\n`)]);
  t.is(layout, 'v2');
  t.is(groups.get(ID)?.reading.pids?.current, 3);
});

test('where nothing is mounted there are no readings, and a problem says so', async (t) => {
  const { readings, problems } = await readTree(await groupTree(t, [], {}), [
    member(10, `0::/docker/${ID}\n`),
  ]);
  t.is(readings, null);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['control-groups-not-mounted'],
  );
});

test('without containers there is nothing to read, and no problem', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], {});
  t.is((await readingsOf(t, tree, [member(10, '0::/system.slice/ssh.service\n')])).groups.size, 0);
});

test('it can be called off', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], group(`docker/${ID}`, 1));
  const reason = new Error('enough');
  const reading = readTree(tree, [member(10, `0::/docker/${ID}\n`)], AbortSignal.abort(reason));
  t.is(await t.throwsAsync(reading), reason);
});
