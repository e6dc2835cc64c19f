import { isRunningStatus } from '../container-state.js';
import { formatCount } from '../text/bytes.js';
import { shortId } from '../text/names.js';
import { unlimitedFooter } from '../text/unlimited.js';
import { formatCpus, formatPercent, formatRate } from '../text/use.js';
import type { ContainerReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { shownFlagColumn, textColumn } from './columns.js';
import { bytesOfControl, countOfControl, limitOf, ratioOfControl } from './control-columns.js';

/** `bilge containers --limits`: the containers, seen from their control groups. */
export const limitList: ListDefinition<ContainerReport> = {
  name: 'limits',
  plural: 'running containers',
  about: 'limits of containers, and what they use of them',
  defaultSort: 'memory',
  records: (report) => report.containers,
  hidden: {
    isHidden: ({ status }) => !isRunningStatus(status),
    note: (count) =>
      `${count} ${count === 1 ? 'container that does' : 'containers that do'} not run not shown (--all shows them)`,
  },
  footer: unlimitedFooter,
  columns: [
    textColumn('name', 'CONTAINER', 'name', ({ name, id }) => name ?? shortId(id), { shrinks: 'middle' }),
    textColumn('id', 'ID', 'id', (one) => one.id, { shown: false }),
    textColumn('state', 'STATE', 'state', (one) => one.status, { sparse: 'alike', drop: 13 }),
    ratioOfControl(
      'cpu',
      'CPU',
      'use of one processor between two readings',
      ({ cpu }) => cpu.usagePercent,
      formatPercent,
    ),
    limitOf(
      'cpu',
      ratioOfControl(
        'cpulimit',
        'OF CPUS',
        'processors it may use',
        ({ cpu }) => cpu.effectiveLimitCpus,
        formatCpus,
        { drop: 1 },
      ),
    ),
    ratioOfControl(
      'throttled',
      'THROTTLED',
      'periods in which it was held back, of all since it was started',
      ({ cpu }) => cpu.throttledPercent,
      formatPercent,
      { drop: 5 },
    ),
    ratioOfControl(
      'throttlednow',
      'HELD NOW',
      'the same between two readings',
      ({ cpu }) => cpu.throttledNowPercent,
      formatPercent,
      { shown: false },
    ),
    bytesOfControl(
      'memory',
      'MEMORY',
      'working set: without the page cache that goes first',
      ({ memory }) => memory.workingSetBytes,
    ),
    limitOf(
      'memory',
      bytesOfControl(
        'memorylimit',
        'OF MEMORY',
        'most memory it may take',
        ({ memory }) => memory.effectiveLimitBytes,
      ),
    ),
    ratioOfControl(
      'memoryused',
      'USED',
      'working set of that limit',
      ({ memory }) => memory.limitPercent,
      formatPercent,
      { drop: 2 },
    ),
    bytesOfControl('current', 'CURRENT', 'memory with its page cache', ({ memory }) => memory.currentBytes, {
      shown: false,
    }),
    bytesOfControl('peak', 'PEAK', 'most memory it has had', ({ memory }) => memory.peakBytes, { drop: 7 }),
    bytesOfControl('swap', 'SWAP', 'swap it takes', ({ memory }) => memory.swapBytes, {
      drop: 9,
      sparse: true,
    }),
    bytesOfControl('swaplimit', 'OF SWAP', 'most swap it may take', ({ memory }) => memory.swapLimitBytes, {
      shown: false,
    }),
    countOfControl(
      'oom',
      'OOM KILLS',
      'processes that the kernel killed for memory',
      ({ memory }) => memory.oomKills,
      formatCount,
      { drop: 4 },
    ),
    countOfControl('pids', 'PIDS', 'processes and threads', ({ pids }) => pids.current, formatCount, {
      drop: 3,
    }),
    limitOf(
      'pids',
      countOfControl(
        'pidslimit',
        'OF PIDS',
        'most it may have',
        ({ pids }) => pids.effectiveLimit,
        formatCount,
        {
          drop: 3.5,
        },
      ),
    ),
    ratioOfControl(
      'read',
      'READ',
      'bytes read from disks per second, between two readings',
      ({ io }) => io.readBytesPerSecond,
      formatRate,
      { drop: 6 },
    ),
    ratioOfControl(
      'written',
      'WRITTEN',
      'bytes written per second',
      ({ io }) => io.writtenBytesPerSecond,
      formatRate,
      { drop: 6.5 },
    ),
    bytesOfControl('readtotal', 'READ IN ALL', 'bytes read since its start', ({ io }) => io.readBytes, {
      shown: false,
    }),
    bytesOfControl(
      'writtentotal',
      'WRITTEN IN ALL',
      'bytes written since its start',
      ({ io }) => io.writtenBytes,
      { shown: false },
    ),
    countOfControl(
      'weight',
      'WEIGHT',
      'share of the processors against others, of cgroup v2; 100 is the default',
      ({ cpu }) => cpu.weight,
      formatCount,
      { drop: 12, sparse: 'alike' },
    ),
    countOfControl(
      'shares',
      'SHARES',
      'the same as set, or of cgroup v1; 1024 is the default',
      ({ cpu }) => cpu.shares,
      formatCount,
      { drop: 12.5, sparse: 'alike' },
    ),
    textColumn('cpuset', 'CPUSET', 'processors it may run on', ({ control }) => control?.cpu.cpuset ?? null, {
      sparse: true,
      drop: 11,
    }),
    ratioOfControl(
      'cpupressure',
      'CPU PSI',
      'time held up for processors, of the last 10 s',
      ({ pressure }) => pressure?.cpu?.some.avg10 ?? null,
      formatPercent,
      { drop: 10, sparse: true },
    ),
    ratioOfControl(
      'memorypressure',
      'MEM PSI',
      'time held up for memory',
      ({ pressure }) => pressure?.memory?.some.avg10 ?? null,
      formatPercent,
      { drop: 10.3, sparse: true },
    ),
    ratioOfControl(
      'iopressure',
      'I/O PSI',
      'time held up for disks',
      ({ pressure }) => pressure?.io?.some.avg10 ?? null,
      formatPercent,
      { drop: 10.6, sparse: true },
    ),
    shownFlagColumn(
      'frozen',
      'FROZEN',
      'its processes are stopped',
      ({ control }) => control?.frozen ?? false,
      {
        sparse: true,
        drop: 14,
      },
    ),
    textColumn(
      'unlimited',
      'UNLIMITED',
      'what nothing limits',
      ({ control }) => control?.unlimited.join(', ') ?? null,
      { sparse: true, drop: 8 },
    ),
    textColumn(
      'cgroup',
      'CGROUP',
      'path of its control group',
      ({ control }) => control?.cgroupPath ?? null,
      {
        shown: false,
        shrinks: 'middle',
      },
    ),
    textColumn(
      'source',
      'SOURCE',
      'cgroup, engine or configuration',
      ({ control }) => control?.readFrom ?? null,
      {
        shown: false,
      },
    ),
    textColumn('project', 'PROJECT', 'compose project', (one) => one.composeProject, { shown: false }),
    textColumn('service', 'SERVICE', 'compose service', (one) => one.composeService, { shown: false }),
  ],
};
