import test from 'ava';
import * as fc from 'fast-check';
import { parseStats } from '../../../../src/collectors/engine/answers/stats.js';
import { readFixture } from '../fake-engine.js';

const HOST_MEMORY = 25_276_514_304;

async function stats(engine: string, name: string, hostMemory: number | null = HOST_MEMORY) {
  return parseStats(JSON.parse(await readFixture(engine, name)), 'c', hostMemory);
}

/** An answer of control groups of version 2: names as moby daemon/daemon_unix.go (statsV2) gives them. */
const V2 = {
  read: '2026-01-02T03:04:05.5Z',
  preread: '0001-01-01T00:00:00Z',
  pids_stats: { current: 3, limit: 18446744073709552000 },
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 8, minor: 0, op: 'read', value: 4096 },
      { major: 8, minor: 0, op: 'write', value: 8192 },
      { major: 8, minor: 16, op: 'read', value: 1024 },
    ],
  },
  cpu_stats: {
    cpu_usage: { total_usage: 30_000_000_000_000_000, usage_in_kernelmode: 1, usage_in_usermode: 1 },
    online_cpus: 4,
    throttling_data: { periods: 10, throttled_periods: 2, throttled_time: 1_500_600 },
  },
  memory_stats: { usage: 5_000_000, stats: { anon: 1, file: 2, inactive_file: 700_000 }, limit: 6_000_000 },
};

/** Bytes that were read, by these entries. */
function readBytes(entries: unknown): number | null | undefined {
  const blkio_stats = { io_service_bytes_recursive: entries };
  return parseStats({ ...V2, blkio_stats }, 'c', null)?.stats.readBytes;
}

test('limits that are set and their use are read as 20.10 tells them', async (t) => {
  t.deepEqual(await stats('20.10-live', 'stats-8d08109c448a'), {
    stats: {
      containerId: 'c',
      readAt: '2026-11-24T00:52:09.178732283Z',
      cpuUsageMicros: 1_675_770,
      onlineCpus: 2,
      periods: 69,
      throttledPeriods: 5,
      throttledMicros: 93_420,
      memoryLimitBytes: 104_857_600,
      memoryCurrentBytes: 815_104,
      memoryPeakBytes: 3_571_712,
      inactiveFileBytes: 0,
      pids: 4,
      pidsLimit: 50,
      readBytes: 0,
      writtenBytes: 0,
    },
    earlier: null,
  });
});

test('the memory of the host in place of a limit is none', async (t) => {
  const name = 'stats-b4dcad519ba2';
  t.is((await stats('28.5-live', name))?.stats.memoryLimitBytes, null);
  t.is((await stats('28.5-live', name))?.stats.pidsLimit, null);
  t.is((await stats('28.5-live', name, HOST_MEMORY + 1))?.stats.memoryLimitBytes, HOST_MEMORY);
  t.is((await stats('28.5-live', name, null))?.stats.memoryLimitBytes, HOST_MEMORY);
});

test('without one-shot the reading of a second before comes along, of the processor alone', async (t) => {
  const both = await stats('28.5-live', 'stats-both');
  t.like(both?.stats, {
    readAt: '2026-11-24T00:52:20.937272452Z',
    cpuUsageMicros: 1_818_942,
    periods: 54,
    readBytes: 0,
  });
  t.like(both?.earlier, {
    readAt: '2026-11-24T00:52:19.929444758Z',
    cpuUsageMicros: 1_482_722,
    periods: 44,
    throttledPeriods: 4,
    throttledMicros: 94_188,
    memoryLimitBytes: 104_857_600,
    readBytes: null,
    writtenBytes: null,
  });
});

test('control groups of version 2 have other names, and 2^64 − 1 is no limit', (t) => {
  t.deepEqual(parseStats(V2, 'c', null)?.stats, {
    containerId: 'c',
    readAt: '2026-01-02T03:04:05.5Z',
    cpuUsageMicros: 30_000_000_000_000,
    onlineCpus: 4,
    periods: 10,
    throttledPeriods: 2,
    throttledMicros: 1501,
    memoryLimitBytes: 6_000_000,
    memoryCurrentBytes: 5_000_000,
    memoryPeakBytes: null,
    inactiveFileBytes: 700_000,
    pids: 3,
    pidsLimit: null,
    readBytes: 5120,
    writtenBytes: 8192,
  });
});

test('groups below count: of version 1 the totals are taken', (t) => {
  const memory_stats = { stats: { inactive_file: 1, total_inactive_file: 9 } };
  t.is(parseStats({ ...V2, memory_stats }, 'c', null)?.stats.inactiveFileBytes, 9);
});

test('transfers that an engine has no figures of are unknown, not 0', (t) => {
  t.is(readBytes(null), null);
  t.is(readBytes(undefined), null);
  t.is(readBytes([]), 0);
  t.is(readBytes([{ op: 'Read', value: 7 }]), 7);
  t.is(readBytes([{ op: 'Read', value: 7 }, { op: 'Read' }]), null);
  t.is(
    readBytes([
      { op: 'Read', value: 7 },
      { op: 'Total', value: 9 },
    ]),
    7,
  );
});

test('a container that does not run has no figures, though the engine answers', async (t) => {
  t.is(await stats('28.5-live', 'stats-4d2d27f4542f'), null);
});

test('parts that are missing are null', (t) => {
  const only = parseStats({ read: '2026-01-02T03:04:05Z' }, 'c', HOST_MEMORY)?.stats;
  const { containerId, readAt, ...figures } = only ?? { containerId: '', readAt: '' };
  t.deepEqual([containerId, readAt], ['c', '2026-01-02T03:04:05Z']);
  t.is(Object.keys(figures).length, 13);
  for (const [name, value] of Object.entries(figures)) t.is(value, null, name);
});

test('no part of another type makes a figure that is not a whole number', (t) => {
  const odd = fc.oneof(fc.jsonValue(), fc.double(), fc.bigInt({ min: 0n, max: 2n ** 64n }).map(Number));
  const parts = fc.dictionary(
    fc.constantFrom('usage', 'limit', 'current', 'total_usage', 'op', 'value'),
    odd,
  );
  fc.assert(
    fc.property(odd, parts, parts, (memory_stats, pids_stats, cpu_usage) => {
      const value = {
        ...V2,
        memory_stats,
        pids_stats,
        cpu_stats: { cpu_usage },
        blkio_stats: { io_service_bytes_recursive: [cpu_usage] },
      };
      const { containerId: _, readAt: __, ...figures } = parseStats(value, 'c', HOST_MEMORY)?.stats ?? {};
      for (const figure of Object.values(figures))
        t.true(figure === null || (Number.isSafeInteger(figure) && figure >= 0));
    }),
  );
});
