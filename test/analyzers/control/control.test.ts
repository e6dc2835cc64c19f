import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { readContainerSettings } from '../../../src/formats/container-settings.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { ControlReport } from '../../../src/report/types.js';
import { HostBuilder } from '../host-builder.js';
import { aContainer, anEngine, hex64 } from '../records.js';
import { aGroup, someCpu } from './a-group.js';

const settings = readContainerSettings(
  {},
  {
    NanoCpus: 500_000_000,
    Memory: 104_857_600,
    MemorySwap: 157_286_400,
    PidsLimit: 50,
    BlkioDeviceReadBps: [{ Path: '/dev/vda', Rate: 1000 }],
  },
);
const ID = hex64('container web');

const stats = {
  containerId: ID,
  readAt: '2026-01-01T00:00:00.000Z',
  cpuUsageMicros: 1_000_000,
  onlineCpus: 2,
  periods: 10,
  throttledPeriods: 5,
  throttledMicros: 1,
  memoryLimitBytes: 104_857_600,
  memoryCurrentBytes: 1000,
  memoryPeakBytes: null,
  inactiveFileBytes: 200,
  pids: 5,
  pidsLimit: 50,
  readBytes: 0,
  writtenBytes: 100,
};
const later = {
  ...stats,
  readAt: '2026-01-01T00:00:01.000Z',
  cpuUsageMicros: 1_250_000,
  periods: 20,
  throttledPeriods: 10,
  writtenBytes: 300,
};

function controlOf(
  fields: Parameters<typeof aContainer>[1],
  live: NonNullable<Inventory['engine']>['live'] = null,
  controlGroups: Inventory['controlGroups'] = null,
): ControlReport | null | undefined {
  const inventory = new HostBuilder().inventory({
    engine: anEngine({}, { containers: [aContainer('web', fields)], live }),
  });
  return analyze({ ...inventory, controlGroups }, '1').containers[0]?.control;
}

test('a container that does not run has the limits that were set, and no use', (t) => {
  const control = controlOf({ settings });
  t.like(control, { readFrom: 'configuration', layout: null, unlimited: [] });
  t.is(control?.cpu.limitCpus, 0.5);
  t.is(control?.memory.limitBytes, 104_857_600);
  t.is(control?.memory.swapLimitBytes, 52_428_800);
  t.is(control?.pids.limit, 50);
  t.is(control?.memory.currentBytes, null);
  t.like(control?.io.devices[0], { device: '/dev/vda', maxReadBytes: 1000, maxWriteBytes: null });
  t.regex(control?.unmeasuredReason ?? '', /does not run/);
  t.regex(controlOf({ settings, status: 'running' })?.unmeasuredReason ?? '', /was not seen/);
  t.is(controlOf({ settings: null }), null);
});

test('the control group on this host counts before what was set', (t) => {
  const groups = new Map([[ID, aGroup({ cpu: someCpu({ quotaMicros: 100_000 }) })]]);
  const control = controlOf({ settings, status: 'running' }, null, { layout: 'hybrid', groups });
  t.like(control, { readFrom: 'cgroup', layout: 'hybrid', cgroupPath: '/docker/a' });
  t.is(control?.cpu.limitCpus, 1);
});

test('an engine elsewhere tells of use, and the limits are those that were set', (t) => {
  const live = { processes: [], stats: new Map([[ID, { first: stats, later }]]) };
  const control = controlOf({ settings, status: 'running' }, live);
  t.like(control, { readFrom: 'engine', intervalMs: 1000, unlimited: [] });
  t.like(control?.cpu, { limitCpus: 0.5, usagePercent: 25, limitPercent: 50, throttledNowPercent: 50 });
  t.like(control?.memory, { currentBytes: 1000, workingSetBytes: 800, swapBytes: null });
  t.like(control?.pids, { limit: 50, current: 5, limitPercent: 10 });
  t.is(control?.io.writtenBytesPerSecond, 200);
  t.true((control?.unmeasuredReason ?? '').length > 0);
  const bare = controlOf({ settings: null, status: 'running' }, live);
  t.deepEqual(bare?.unlimited, [], 'nobody knows whether a quota limits it');
});
