import test from 'ava';
import { groupTree, member, readingsOf } from './group-tree.js';

const ID = 'b'.repeat(64);
const GROUP = `lab.slice/lab-x.slice/docker-${ID}.scope`;

const FILES = {
  'cpu.max': '50000 100000\n',
  'cpu.weight': '20\n',
  'cpu.stat':
    'usage_usec 763002\nuser_usec 1\nsystem_usec 2\nnr_periods 63\nnr_throttled 4\nthrottled_usec 227645\n',
  'cpu.pressure':
    'some avg10=0.23 avg60=0.30 avg300=0.08 total=355772\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n',
  'cpuset.cpus': '\n',
  'cpuset.cpus.effective': '0-1\n',
  'memory.max': '104857600\n',
  'memory.high': 'max\n',
  'memory.low': '0\n',
  'memory.current': '9883648\n',
  'memory.peak': '12000000\n',
  'memory.swap.max': '52428800\n',
  'memory.swap.current': '0\n',
  'memory.stat': 'anon 1\ninactive_file 8396800\n',
  'memory.events': 'low 0\nhigh 0\nmax 0\noom 4\noom_kill 3\n',
  'pids.max': '50\n',
  'pids.current': '2\n',
  'io.stat': '254:0 rbytes=303104 wbytes=4096 rios=5 wios=1 dbytes=0 dios=0\n',
  'io.max': '254:0 rbps=1048576 wbps=max riops=max wiops=120\n',
  'io.weight': 'default 100\n',
  'cgroup.events': 'populated 1\nfrozen 0\n',
};

function filesAt(group: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${group}/${name}`, text]));
}

test('every limit and use is read', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], filesAt(GROUP, FILES));
  const { layout, groups } = await readingsOf(t, tree, [member(10, `0::/${GROUP}\n`)]);
  t.is(layout, 'v2');
  const { reading } = groups.get(ID) ?? {};
  t.is(reading?.path, `/${GROUP}`);
  t.deepEqual(reading?.cpu, {
    quotaMicros: 50_000,
    periodMicros: 100_000,
    shares: null,
    weight: 20,
    cpuset: null,
    effectiveCpuset: '0-1',
    usageMicros: 763_002,
    periods: 63,
    throttledPeriods: 4,
    throttledMicros: 227_645,
  });
  t.deepEqual(reading?.memory, {
    limitBytes: 104_857_600,
    hierarchicalLimitBytes: null,
    reservationBytes: null,
    highBytes: null,
    currentBytes: 9_883_648,
    peakBytes: 12_000_000,
    inactiveFileBytes: 8_396_800,
    swapLimitBytes: 52_428_800,
    swapBytes: 0,
    oomKills: 3,
  });
  t.deepEqual(reading?.pids, { limit: 50, current: 2 });
  t.is(reading?.frozen, false);
});

test('use of devices, their limits, and pressure are read', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], filesAt(GROUP, FILES));
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${GROUP}\n`)]);
  const { io, pressure } = groups.get(ID)?.reading ?? {};
  t.deepEqual(io, {
    weight: 100,
    counted: true,
    devices: [
      {
        device: '254:0',
        readBytes: 303_104,
        writtenBytes: 4096,
        readOperations: 5,
        writeOperations: 1,
        maxReadBytes: 1_048_576,
        maxWriteBytes: null,
        maxReadOperations: null,
        maxWriteOperations: 120,
      },
    ],
  });
  t.like(pressure?.cpu, { some: { avg10: 0.23, totalMicros: 355_772 }, full: { totalMicros: 9 } });
  t.is(pressure?.memory, null);
});

test('limits of the slices above are read too, the nearest first', async (t) => {
  const files = {
    ...filesAt(GROUP, FILES),
    ...filesAt('lab.slice/lab-x.slice', { 'memory.max': 'max\n', 'cpu.max': '25000 100000\n' }),
    ...filesAt('lab.slice', { 'memory.max': '67108864\n' }),
  };
  const tree = await groupTree(t, [{ at: '' }], files);
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${GROUP}\n`)]);
  const above = groups.get(ID)?.ancestors.map(({ path, cpu, memory }) => ({
    path,
    quota: cpu?.quotaMicros,
    limit: memory?.limitBytes,
  }));
  t.deepEqual(above, [
    { path: '/lab.slice/lab-x.slice', quota: 25_000, limit: null },
    { path: '/lab.slice', quota: null, limit: 67_108_864 },
    { path: '/', quota: null, limit: null },
  ]);
});

test('containers below one slice share its reading: it is read once', async (t) => {
  const other = 'c'.repeat(64);
  const second = `lab.slice/docker-${other}.scope`;
  const tree = await groupTree(t, [{ at: '' }], { ...filesAt(GROUP, FILES), ...filesAt(second, FILES) });
  const processes = [member(10, `0::/${GROUP}\n`), member(11, `0::/${second}\n`)];
  const { groups } = await readingsOf(t, tree, processes);
  const [, slice] = groups.get(ID)?.ancestors ?? [];
  t.is(slice?.path, '/lab.slice');
  t.is(groups.get(other)?.ancestors[0], slice);
});

test('a controller that is not enabled for a group is there, without limits', async (t) => {
  const tree = await groupTree(t, [{ at: '' }], { [`${GROUP}/cgroup.events`]: 'populated 1\nfrozen 1\n' });
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${GROUP}\n`)]);
  const { reading } = groups.get(ID) ?? {};
  t.like(reading?.cpu, { quotaMicros: null, periodMicros: null, usageMicros: null });
  t.like(reading?.memory, { limitBytes: null, currentBytes: null, oomKills: null });
  t.deepEqual(reading?.pids, { limit: null, current: null });
  t.is(reading?.pressure, null);
  t.is(reading?.frozen, true);
});

test('memory that is kept, and a limit above which the group is slowed down', async (t) => {
  const files = { ...FILES, 'memory.low': '4096\n', 'memory.high': '8192\n' };
  const tree = await groupTree(t, [{ at: '' }], filesAt(GROUP, files));
  const { groups } = await readingsOf(t, tree, [member(10, `0::/${GROUP}\n`)]);
  t.like(groups.get(ID)?.reading.memory, { reservationBytes: 4096, highBytes: 8192 });
});
