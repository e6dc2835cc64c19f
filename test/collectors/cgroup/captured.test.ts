import test, { type ExecutionContext } from 'ava';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { CgroupLayout, ControlGroupReading } from '../../../src/model/cgroup.js';
import { groupTree, member, type Mounted, readingsOf } from './group-tree.js';

const FIXTURES = new URL('../../../../test/fixtures/cgroup/', import.meta.url);

const captureSchema = z.object({ cgroup: z.string(), files: z.record(z.string(), z.string()) });

/** How the captured hosts mount control groups. */
const HYBRID: readonly Mounted[] = [
  ...['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids'].map((name) => ({
    at: name,
    controllers: name,
  })),
  { at: 'unified' },
];

/** What is read of the one container in a capture. */
async function readCaptured(
  t: ExecutionContext,
  name: string,
): Promise<{ readonly layout: CgroupLayout; readonly reading: ControlGroupReading }> {
  const capture = captureSchema.parse(JSON.parse(await readFile(new URL(`${name}.json`, FIXTURES), 'utf8')));
  const tree = await groupTree(t, name.includes('-v1-') ? HYBRID : [{ at: '' }], capture.files);
  const { layout, groups } = await readingsOf(t, tree, [member(10, capture.cgroup)]);
  const [group, ...others] = groups.values();
  t.is(others.length, 0);
  if (group === undefined) throw new Error(`no group in ${name}`);
  return { layout, reading: group.reading };
}

for (const name of ['docker-v2-systemd-limited', 'docker-v2-cgroupfs-limited', 'podman-v2-systemd']) {
  test(`${name}: limits are read as they were set`, async (t) => {
    const { layout, reading } = await readCaptured(t, name);
    t.is(layout, 'v2');
    t.like(reading.cpu, { quotaMicros: 50_000, periodMicros: 100_000, shares: null });
    t.is(reading.memory?.limitBytes, 104_857_600);
    t.is(reading.pids?.limit, 50);
    t.is(reading.frozen, false);
    // All of what a kernel of version 2 counts is there.
    t.true((reading.cpu?.usageMicros ?? 0) > 0);
    t.true((reading.memory?.peakBytes ?? 0) >= (reading.memory?.currentBytes ?? Infinity));
    t.true((reading.pids?.current ?? 0) > 0);
    t.not(reading.memory?.oomKills, null);
    t.not(reading.pressure?.cpu ?? null, null);
    t.not(reading.pressure?.memory ?? null, null);
    t.not(reading.pressure?.io ?? null, null);
  });
}

for (const name of ['docker-v2-systemd-limited', 'docker-v2-cgroupfs-limited']) {
  test(`${name}: swap is a limit of its own, and 512 shares are a weight of 20`, async (t) => {
    const { reading } = await readCaptured(t, name);
    t.is(reading.memory?.swapLimitBytes, 52_428_800);
    t.is(reading.cpu?.weight, 20);
    t.is(reading.io?.weight, 100);
  });
}

test('docker-v2-systemd-limited: throttling and use of a device are read', async (t) => {
  const { reading } = await readCaptured(t, 'docker-v2-systemd-limited');
  t.like(reading.cpu, { usageMicros: 763_002, periods: 63, throttledPeriods: 4, throttledMicros: 227_645 });
  t.deepEqual(
    reading.io?.devices.map(({ device, readBytes, readOperations }) => [device, readBytes, readOperations]),
    [['254:0', 303_104, 5]],
  );
});

test('docker-v2-uml: the same limits of another kernel, which has no pressure and no cpusets', async (t) => {
  const { layout, reading } = await readCaptured(t, 'docker-v2-uml');
  t.is(layout, 'v2');
  t.like(reading.cpu, { quotaMicros: 50_000, periodMicros: 100_000, weight: 20, effectiveCpuset: null });
  t.like(reading.memory, { limitBytes: 104_857_600, swapLimitBytes: 52_428_800, oomKills: 0 });
  t.deepEqual(reading.pids, { limit: 50, current: 2 });
  t.true((reading.cpu?.throttledPeriods ?? 0) > 0);
  t.is(reading.pressure, null);
});

test('docker-v2-systemd-paused: nothing is limited but by systemd, and it stands still', async (t) => {
  const { reading } = await readCaptured(t, 'docker-v2-systemd-paused');
  t.like(reading.cpu, { quotaMicros: null, weight: 100 });
  t.like(reading.memory, { limitBytes: null, swapLimitBytes: null });
  t.is(reading.pids?.limit, 7057);
  t.true(reading.frozen);
});

test('docker-v1-limited: the same limits on a hybrid host', async (t) => {
  const { layout, reading } = await readCaptured(t, 'docker-v1-limited');
  t.is(layout, 'hybrid');
  t.like(reading.cpu, { quotaMicros: 50_000, periodMicros: 100_000, shares: 512, weight: null });
  t.like(reading.memory, {
    limitBytes: 104_857_600,
    hierarchicalLimitBytes: 104_857_600,
    swapLimitBytes: 52_428_800,
    inactiveFileBytes: 8_396_800,
    oomKills: 0,
  });
  t.is(reading.pids?.limit, 50);
  t.true((reading.cpu?.usageMicros ?? 0) > 0);
  t.not(reading.pressure?.cpu ?? null, null);
  t.false(reading.frozen);
});

test('docker-v1-cpuset: a processor of its own, and a quota in a period of its own', async (t) => {
  const { reading } = await readCaptured(t, 'docker-v1-cpuset');
  t.like(reading.cpu, { cpuset: '0', effectiveCpuset: '0', quotaMicros: 20_000, periodMicros: 50_000 });
});

test('docker-v1-paused: Docker allows as much swap as memory, and it stands still', async (t) => {
  const { reading } = await readCaptured(t, 'docker-v1-paused');
  t.is(reading.cpu?.quotaMicros, null);
  t.like(reading.memory, { limitBytes: 67_108_864, swapLimitBytes: 67_108_864 });
  t.true(reading.frozen);
});
