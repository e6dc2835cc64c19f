import test from 'ava';
import { limitList } from '../../../src/report/lists/limits.js';
import { filterRecords, SelectionError, sortRecords } from '../../../src/report/lists/selection.js';
import { cellStyle } from '../../../src/report/text/figure.js';
import { renderList } from '../../../src/report/text/list.js';
import type { ContainerReport, ControlReport } from '../../../src/report/types.js';
import { harbourReport } from '../harbour.js';
import { aControlReport } from '../live-reports.js';

const MB = 1_000_000;

function container(
  name: string,
  control: ControlReport | null,
  status: ContainerReport['status'] = 'running',
): ContainerReport {
  const [first] = harbourReport().containers;
  if (first === undefined) throw new Error('the harbour has containers');
  return { ...first, name, id: name.padEnd(64, '0'), status, control };
}

const LIMITED = container(
  'limited',
  aControlReport({
    unlimited: [],
    cpu: {
      limitCpus: 0.5,
      effectiveLimitCpus: 0.5,
      usagePercent: 12.34,
      throttledPercent: 3,
      throttledNowPercent: 99,
    },
    memory: {
      effectiveLimitBytes: 100 * MB,
      workingSetBytes: 25 * MB,
      limitPercent: 25,
      peakBytes: 60 * MB,
      oomKills: 2,
    },
    pids: { limit: 50, effectiveLimit: 50, current: 7 },
    io: { readBytesPerSecond: 1_500_000, writtenBytesPerSecond: 0 },
  }),
);
const FREE = container('free', aControlReport({ memory: { workingSetBytes: 30 * MB } }));
const PARTLY = container(
  'partly',
  aControlReport({ unlimited: ['memory'], cpu: { effectiveLimitCpus: 2 }, memory: { workingSetBytes: MB } }),
);
const UNKNOWN = container('unknown', null);

function table(records: readonly ContainerReport[]): Map<string, string[]> {
  const style = cellStyle(harbourReport(), { iec: false });
  const [title = '', ...rows] = renderList(limitList, records, { style, available: Infinity });
  return new Map(
    [title, ...rows.slice(0, records.length)].map((row) => [row.split(' ')[0] ?? '', row.split(/ {2,}/)]),
  );
}

function footer(records: readonly ContainerReport[]): string[] {
  return limitList.footer?.(records, Infinity, null) ?? [];
}

test('limits stand beside what is used of them, as they were set', (t) => {
  t.deepEqual(table([LIMITED]).get('limited'), [
    'limited',
    '12.3 %',
    '0.5',
    '3.0 %',
    '25.00 MB',
    '100.00 MB',
    '25.0 %',
    '60.00 MB',
    '2',
    '7',
    '50',
    '1.50 MB/s',
    '0 B/s',
  ]);
});

test('no limit is "none", and what is not known is "-": neither is 0', (t) => {
  const rows = table([FREE, UNKNOWN, PARTLY]);
  t.deepEqual(rows.get('free')?.slice(0, 7), ['free', '-', 'none', '-', '30.00 MB', 'none', '-']);
  t.deepEqual(rows.get('unknown')?.slice(0, 7), ['unknown', '-', '-', '-', '-', '-', '-']);
  // Nothing says how many processes it may have, and something above it limits them.
  t.is(rows.get('partly')?.[10], '-');
});

test('running containers without limits are named below, each once', (t) => {
  t.deepEqual(footer([LIMITED, FREE, PARTLY, container('old', aControlReport(), 'exited')]), [
    '',
    '1 of 3 running containers has no limit at all: free',
    '1 of 3 running containers has no memory limit: partly',
  ]);
  t.deepEqual(footer([LIMITED]), []);
});

test('many names are counted', (t) => {
  const many = Array.from({ length: 20 }, (_, n) => container(`c${n}`, aControlReport()));
  t.regex(
    footer(many)[1] ?? '',
    /^20 of 20 running containers have no limit at all: c0, .*, c11 and 8 more$/,
  );
});

test('why use is missing is said once for all that share the reason', (t) => {
  const control = aControlReport({ unlimited: [], unmeasuredReason: 'it does not run here' });
  t.deepEqual(footer([container('a', control), container('b', control)]), [
    '',
    '- a, b: it does not run here',
  ]);
});

test('containers that do not run are hidden, a state that is not known is not', (t) => {
  const states = ['running', 'paused', 'restarting', 'unknown', 'exited', 'created', 'dead'] as const;
  t.deepEqual(
    states.filter((status) => limitList.hidden?.isHidden(container('x', null, status)) === true),
    ['exited', 'created', 'dead'],
  );
});

/** Those that pass a filter. */
function names(filter: string): (string | null)[] {
  return filterRecords(limitList, [LIMITED, FREE, UNKNOWN], [filter]).map(({ name }) => name);
}

test('figures with decimals can be filtered by decimals, counts by whole numbers alone', (t) => {
  t.deepEqual(names('cpu>12.3'), ['limited']);
  t.deepEqual(names('cpulimit<=0.5'), ['limited']);
  t.deepEqual(names('memory>28MB'), ['free']);
  t.deepEqual(names('unlimited~memory'), ['free']);
  t.throws(() => names('pids>1.5'), { instanceOf: SelectionError });
  t.throws(() => names('cpu>much'), { instanceOf: SelectionError, message: /cpu>1\.5/ });
});

test('who takes most memory comes first', (t) => {
  const order = sortRecords(limitList, [UNKNOWN, LIMITED, FREE, PARTLY], undefined);
  t.deepEqual(
    order.map(({ name }) => name),
    ['free', 'limited', 'partly', 'unknown'],
  );
});
