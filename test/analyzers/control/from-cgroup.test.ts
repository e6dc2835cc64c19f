import test from 'ava';
import * as fc from 'fast-check';
import { controlFromCgroup } from '../../../src/analyzers/control/from-cgroup.js';
import type { ControlGroup } from '../../../src/model/cgroup.js';
import { controlSchema } from '../../../src/report/schema/control.js';
import type { ControlReport } from '../../../src/report/types.js';
import { arbitraryControlGroup } from '../arbitrary-control.js';
import { someSettings } from '../settings.js';
import { aGroup, someCpu, someMemory } from './a-group.js';

const { limits } = someSettings();

function controlOf(group: ControlGroup, hostCpus: number | null = 4): ControlReport {
  return controlFromCgroup({ layout: 'v2', group, limits, hostCpus });
}

const MIB = 1024 * 1024;

function cpusOn(effectiveCpuset: string, hostCpus: number | null): number | null {
  return controlOf(aGroup({ cpu: someCpu({ effectiveCpuset }) }), hostCpus).cpu.effectiveLimitCpus;
}

function memoryOf(currentBytes: number | null, inactiveFileBytes: number | null): ControlReport['memory'] {
  return controlOf(aGroup({ memory: someMemory({ currentBytes, inactiveFileBytes, limitBytes: 100 }) }))
    .memory;
}

function io(readBytes: number) {
  return {
    weight: null,
    counted: true,
    devices: [
      {
        device: '8:0',
        readBytes,
        writtenBytes: null,
        readOperations: null,
        writeOperations: null,
        maxReadBytes: null,
        maxWriteBytes: null,
        maxReadOperations: null,
        maxWriteOperations: null,
      },
    ],
  };
}

test('limits read back as they were set', (t) => {
  const control = controlOf(
    aGroup({
      cpu: someCpu({ quotaMicros: 50_000 }),
      memory: someMemory({ limitBytes: 100 * MIB, swapLimitBytes: 50 * MIB }),
      pids: { limit: 50, current: 5 },
    }),
  );
  t.is(control.cpu.limitCpus, 0.5);
  t.is(control.cpu.effectiveLimitCpus, 0.5);
  t.is(control.memory.limitBytes, 104_857_600);
  t.is(control.memory.swapLimitBytes, 52_428_800);
  t.is(control.pids.limit, 50);
  t.is(control.pids.limitPercent, 10);
  t.deepEqual(control.unlimited, []);
  t.is(control.unmeasuredReason, null);
});

test('a group above limits what is below it, and the kernel can say so itself', (t) => {
  const above = {
    cpu: someCpu({ quotaMicros: 25_000 }),
    memory: someMemory({ limitBytes: 64 * MIB }),
    pids: { limit: 10, current: 3 },
  };
  const control = controlOf(
    aGroup({ cpu: someCpu({ quotaMicros: 50_000 }), memory: someMemory({ limitBytes: 100 * MIB }) }, null, [
      above,
    ]),
  );
  t.is(control.cpu.limitCpus, 0.5);
  t.is(control.cpu.effectiveLimitCpus, 0.25);
  t.is(control.memory.limitBytes, 100 * MIB);
  t.is(control.memory.effectiveLimitBytes, 64 * MIB);
  t.is(control.pids.limit, null);
  t.is(control.pids.effectiveLimit, 10);
  t.is(control.pids.limitPercent, 10);
  t.deepEqual(control.unlimited, []);
  const told = controlOf(aGroup({ memory: someMemory({ hierarchicalLimitBytes: 32 * MIB }) }));
  t.is(told.memory.effectiveLimitBytes, 32 * MIB);
  t.deepEqual(told.unlimited, ['cpu', 'pids']);
});

test('a cpuset limits where it is less than the host has', (t) => {
  t.is(cpusOn('0-1', 4), 2);
  t.is(cpusOn('0-3', 4), null);
  t.is(cpusOn('0-3', null), 4);
});

test('rates are between the two readings, and never of a counter that began anew', (t) => {
  const first = {
    atMs: 1000,
    cpu: someCpu({ quotaMicros: 50_000, usageMicros: 1_000_000, periods: 10, throttledPeriods: 5 }),
    io: io(1000),
  };
  const later = {
    atMs: 3000,
    cpu: someCpu({ quotaMicros: 50_000, usageMicros: 1_500_000, periods: 30, throttledPeriods: 10 }),
    io: io(5000),
  };
  const control = controlOf(aGroup(first, later));
  t.is(control.intervalMs, 2000);
  t.is(control.cpu.usagePercent, 25);
  t.is(control.cpu.limitPercent, 50);
  t.is(control.cpu.throttledNowPercent, 25);
  t.is(control.cpu.usageMicros, 1_500_000);
  t.is(control.io.readBytesPerSecond, 2000);
  t.is(Math.round(control.cpu.throttledPercent ?? 0), 33);
  const reset = controlOf(aGroup({ ...later, atMs: 1000 }, { ...first, atMs: 3000 }));
  t.like(reset.cpu, { usagePercent: null, limitPercent: null, throttledNowPercent: null });
  t.is(reset.io.readBytesPerSecond, null);
  t.is(controlOf(aGroup(first)).cpu.usagePercent, null);
  t.is(controlOf(aGroup(first, { ...later, atMs: 1001 })).intervalMs, null);
});

test('what docker stats calls the use is without the cache that goes first', (t) => {
  t.like(memoryOf(80, 30), { workingSetBytes: 50, limitPercent: 50 });
  t.is(memoryOf(80, null).workingSetBytes, 80);
  t.is(memoryOf(20, 30).workingSetBytes, 0);
  t.is(memoryOf(null, 30).workingSetBytes, null);
});

test('what cannot be read is not without a limit, and the reason is given', (t) => {
  const control = controlOf(aGroup({ memory: null, pids: null }));
  t.deepEqual(control.unlimited, ['cpu']);
  t.regex(
    control.unmeasuredReason ?? '',
    /^no control group of memory, pids could be read for it; not counted/,
  );
  const uncounted = controlOf(aGroup({ io: { weight: null, counted: false, devices: [] } }));
  t.is(uncounted.io.readBytes, null);
  t.is(uncounted.unmeasuredReason, 'not counted here: what it reads and writes');
});

test('of any readings, limits above only lessen, rates are finite, and the schema is followed', (t) => {
  fc.assert(
    fc.property(arbitraryControlGroup, fc.option(fc.integer({ min: 1, max: 64 })), (group, hostCpus) => {
      const control = controlOf(group, hostCpus);
      controlSchema.parse(control);
      const { cpu, memory } = control;
      for (const [own, effective] of [
        [cpu.limitCpus, cpu.effectiveLimitCpus],
        [memory.limitBytes, memory.effectiveLimitBytes],
      ] as const) {
        if (own !== null && (effective === null || effective > own)) throw new Error('more than its own');
      }
      const now = group.later ?? group.first;
      const isLimited = cpu.effectiveLimitCpus !== null || now.cpu === null;
      if (control.unlimited.includes('cpu') === isLimited) throw new Error('unlimited or not');
    }),
  );
  t.pass();
});
