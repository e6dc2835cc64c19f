import test from 'ava';
import { processList } from '../../../src/report/lists/processes.js';
import { filterRecords, sortRecords } from '../../../src/report/lists/selection.js';
import { cellStyle } from '../../../src/report/text/figure.js';
import { renderList } from '../../../src/report/text/list.js';
import type { ProcessReport } from '../../../src/report/types.js';
import { harbourReport } from '../harbour.js';
import { aProcessReport } from '../live-reports.js';

const ID = 'c'.repeat(64);

const PROCESSES = [
  aProcessReport(1, { role: 'host' }),
  aProcessReport(20, { role: 'monitor', watches: ID }),
  aProcessReport(48_213, {
    containerId: ID,
    containerName: 'web',
    nsPids: [48_213, 12, 3, 1],
    hostUser: null,
    hostUid: 100_033,
    containerUid: 33,
    command: 'nginx -g daemon off;',
  }),
  aProcessReport(300, {
    role: 'namespace',
    pidNamespace: 777,
    comm: 'jail',
    state: 'zombie',
    rssBytes: null,
  }),
  aProcessReport(301, {
    containerId: ID,
    rssBytes: null,
    unmeasuredReason: 'it was not seen whole',
  }),
];

function table(records: readonly ProcessReport[], available = Infinity): string[] {
  const style = cellStyle(harbourReport(), { iec: false });
  return renderList(processList, records, { style, available });
}

test('a process shows its ids on both sides and its user on both sides', (t) => {
  const [title, row] = table(PROCESSES.slice(2, 3));
  t.regex(title ?? '', /^ +PID {2}CONTAINER {2}INSIDE {2}USER .* COMMAND$/);
  t.regex(row ?? '', /^48213 {2}web +12→3→1 {2}100033\/33 .* nginx -g daemon off;$/);
});

test('what has ended has no memory, and what was not measured is no such thing', (t) => {
  const [, ended, unseen] = table(PROCESSES.slice(3));
  t.regex(ended ?? '', /zombie +- /);
  t.regex(unseen ?? '', /sleeping +\? /);
});

test('below the table stand namespaces of nobody, zombies and what could not be seen', (t) => {
  const lines = table(PROCESSES);
  t.true(lines.includes('1 pid namespace of no known container: pid:[777] (1 process, jail)'));
  t.true(lines.includes('1 zombie: ended, and not waited for by the parent'));
  t.true(lines.includes('? it was not seen whole'));
  t.deepEqual(table(PROCESSES.slice(2, 3)).length, 2, 'nothing where there is nothing to say');
  const init = aProcessReport(1, { role: 'host', unmeasuredReason: 'it may not be seen' });
  t.false(table([init]).includes('? it may not be seen'), 'a parent is shown as far as it is seen');
});

test('processes of the host are hidden, those of containers and namespaces are not', (t) => {
  t.deepEqual(
    PROCESSES.map((process) => processList.hidden?.isHidden(process)),
    [true, true, false, false, false],
  );
  t.regex(processList.hidden?.note(1) ?? '', /^1 process of the host not shown/);
});

/** Ids of those that pass a filter. */
function pids(filter: string): number[] {
  return filterRecords(processList, PROCESSES, [filter]).map(({ hostPid }) => hostPid);
}

test('processes are found by container, user, command and id inside', (t) => {
  t.deepEqual(pids('container=web'), [48_213]);
  t.deepEqual(pids('command~nginx'), [48_213]);
  t.deepEqual(pids('inside~12'), [48_213]);
  t.deepEqual(pids('zombie=true'), [300]);
  t.deepEqual(pids('pid>40000'), [48_213]);
  t.deepEqual(pids('role=host'), [1]);
});

test('those of one container stand together, those of none last', (t) => {
  const order = sortRecords(processList, PROCESSES, undefined).map(({ hostPid }) => hostPid);
  t.deepEqual(order, [301, 300, 48_213, 1, 20]);
});

test('in a narrow terminal the command is cut, and neither pid nor container goes', (t) => {
  const [title, row] = table(PROCESSES.slice(2, 3), 50);
  t.regex(title ?? '', /PID {2}CONTAINER .* COMMAND$/);
  t.true((row ?? '').length <= 50);
});
