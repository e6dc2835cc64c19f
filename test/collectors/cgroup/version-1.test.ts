import test from 'ava';
import { groupTree, member, readingsOf, TOGETHER } from './group-tree.js';

const ID = 'a'.repeat(64);
const GROUP = `docker/${ID}`;
const CGROUP = ['cpu,cpuacct', 'cpuset', 'memory', 'pids', 'blkio', 'freezer', 'name=systemd']
  .map((names, index) => `${index + 1}:${names}:/${GROUP}\n`)
  .join('');

/** Files of a limited container, by controller. */
const FILES = {
  cpu: {
    'cpu.cfs_quota_us': '50000\n',
    'cpu.cfs_period_us': '100000\n',
    'cpu.shares': '512\n',
    'cpu.stat': 'nr_periods 63\nnr_throttled 4\nthrottled_time 227645999\n',
  },
  cpuacct: { 'cpuacct.usage': '763002123\n' },
  cpuset: { 'cpuset.cpus': '0-1\n', 'cpuset.effective_cpus': '0\n' },
  memory: {
    'memory.limit_in_bytes': '104857600\n',
    'memory.soft_limit_in_bytes': '9223372036854771712\n',
    'memory.memsw.limit_in_bytes': '157286400\n',
    'memory.usage_in_bytes': '9883648\n',
    'memory.max_usage_in_bytes': '12000000\n',
    'memory.stat':
      'inactive_file 1\nswap 2\nhierarchical_memory_limit 104857600\ntotal_swap 4096\ntotal_inactive_file 8396800\n',
    'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
  },
  pids: { 'pids.max': '50\n', 'pids.current': '2\n' },
  blkio: {
    'blkio.throttle.io_service_bytes_recursive':
      '8:0 Read 4096\n8:0 Write 8192\n8:0 Total 12288\nTotal 12288\n',
    'blkio.throttle.io_service_bytes': '8:0 Read 1\n8:0 Write 1\n',
    'blkio.throttle.io_serviced_recursive': '8:0 Read 1\n8:0 Write 2\n',
    'blkio.throttle.read_bps_device': '8:16 1048576\n',
    'blkio.throttle.write_iops_device': '8:0 120\n',
    'blkio.bfq.weight': '300\n',
  },
  freezer: { 'freezer.state': 'FROZEN\n' },
};

/** The files with their paths; `where` says in which directory a controller is mounted. */
function filesAt(group: string, where: (controller: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(FILES).flatMap(([controller, files]) =>
      Object.entries(files).map(([name, text]) => [`${where(controller)}/${group}/${name}`, text]),
    ),
  );
}

const joint = (controller: string): string =>
  controller.startsWith('cpu') && controller !== 'cpuset' ? 'cpu,cpuacct' : controller;

const LIMITED = {
  path: `/${GROUP}`,
  cpu: {
    quotaMicros: 50_000,
    periodMicros: 100_000,
    shares: 512,
    weight: null,
    cpuset: '0-1',
    effectiveCpuset: '0',
    usageMicros: 763_002,
    periods: 63,
    throttledPeriods: 4,
    throttledMicros: 227_645,
  },
  memory: {
    limitBytes: 104_857_600,
    hierarchicalLimitBytes: 104_857_600,
    reservationBytes: null,
    highBytes: null,
    currentBytes: 9_883_648,
    peakBytes: 12_000_000,
    inactiveFileBytes: 8_396_800,
    swapLimitBytes: 52_428_800,
    swapBytes: 4096,
    oomKills: 3,
  },
  pids: { limit: 50, current: 2 },
  pressure: null,
  frozen: true,
};

const DISK = {
  device: '8:0',
  readBytes: 4096,
  writtenBytes: 8192,
  readOperations: 1,
  writeOperations: 2,
  maxReadBytes: null,
  maxWriteBytes: null,
  maxReadOperations: null,
  maxWriteOperations: 120,
};

test('with cpu and cpuacct mounted together, every limit and use is read', async (t) => {
  const tree = await groupTree(t, TOGETHER, filesAt(GROUP, joint));
  const { layout, groups } = await readingsOf(t, tree, [member(10, CGROUP)]);
  t.is(layout, 'v1');
  t.deepEqual([...groups.keys()], [ID]);
  const reading = groups.get(ID)?.reading;
  t.like(reading, LIMITED);
  t.is(reading?.io?.weight, 300);
  t.deepEqual(reading?.io?.devices[0], DISK);
  t.like(reading?.io?.devices[1], { device: '8:16', maxReadBytes: 1_048_576, readBytes: null });
});

test('with every controller mounted alone, the same is read', async (t) => {
  const names = Object.keys(FILES);
  const mounts = names.map((name) => ({ at: name, controllers: name }));
  const tree = await groupTree(
    t,
    mounts,
    filesAt(GROUP, (controller) => controller),
  );
  const text = names.map((name, index) => `${index + 1}:${name}:/${GROUP}\n`).join('');
  const { groups } = await readingsOf(t, tree, [member(10, text)]);
  t.like(groups.get(ID)?.reading, LIMITED);
});

test('a host with an empty hierarchy of version 2 beside them is hybrid, and has pressure', async (t) => {
  const files = {
    ...filesAt(GROUP, joint),
    [`unified/${GROUP}/cpu.pressure`]: 'some avg10=1.00 avg60=2.00 avg300=3.00 total=4\n',
  };
  const tree = await groupTree(t, [...TOGETHER, { at: 'unified' }], files);
  const { layout, groups } = await readingsOf(t, tree, [member(10, `${CGROUP}0::/${GROUP}\n`)]);
  t.is(layout, 'hybrid');
  const some = { avg10: 1, avg60: 2, avg300: 3, totalMicros: 4 };
  t.like(groups.get(ID)?.reading, {
    ...LIMITED,
    pressure: { cpu: { some, full: null }, memory: null, io: null },
  });
});

test('groups above are read as well, the nearest first', async (t) => {
  const files = {
    ...filesAt(GROUP, joint),
    'memory/docker/memory.limit_in_bytes': '2097152\n',
    'memory/memory.limit_in_bytes': '9223372036854771712\n',
  };
  const { groups } = await readingsOf(t, await groupTree(t, TOGETHER, files), [member(10, CGROUP)]);
  const above = groups.get(ID)?.ancestors.map(({ path, memory }) => [path, memory?.limitBytes]);
  t.deepEqual(above, [
    ['/docker', 2_097_152],
    ['/', null],
  ]);
});

test('without a limit there is none, and nothing is read as 0', async (t) => {
  const files = {
    [`cpu,cpuacct/${GROUP}/cpu.cfs_quota_us`]: '-1\n',
    [`cpu,cpuacct/${GROUP}/cpu.cfs_period_us`]: '100000\n',
    [`memory/${GROUP}/memory.limit_in_bytes`]: '9223372036854771712\n',
    [`memory/${GROUP}/memory.memsw.limit_in_bytes`]: '9223372036854771712\n',
    [`pids/${GROUP}/pids.max`]: 'max\n',
    ...Object.fromEntries(
      ['cpuset', 'blkio', 'freezer', 'systemd'].map((name) => [`${name}/${GROUP}/tasks`, '']),
    ),
  };
  const { groups } = await readingsOf(t, await groupTree(t, TOGETHER, files), [member(10, CGROUP)]);
  const reading = groups.get(ID)?.reading;
  t.like(reading?.cpu, {
    quotaMicros: null,
    periodMicros: 100_000,
    usageMicros: null,
    throttledPeriods: null,
  });
  t.like(reading?.memory, { limitBytes: null, swapLimitBytes: null, currentBytes: null, oomKills: null });
  t.deepEqual(reading?.pids, { limit: null, current: null });
  t.deepEqual(reading?.io, { weight: null, counted: false, devices: [] });
  t.is(reading?.frozen, null);
});

test('kernels before 5.0 have figures of the group alone', async (t) => {
  const files = filesAt(GROUP, joint);
  delete files[`blkio/${GROUP}/blkio.throttle.io_service_bytes_recursive`];
  const { groups } = await readingsOf(t, await groupTree(t, TOGETHER, files), [member(10, CGROUP)]);
  t.is(groups.get(ID)?.reading.io?.devices[0]?.readBytes, 1);
});
