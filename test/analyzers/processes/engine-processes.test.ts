import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import type { EngineProcess } from '../../../src/model/engine-processes.js';
import { HostBuilder } from '../host-builder.js';
import { aContainer, anEngine } from '../records.js';
import { lines } from './report.js';

const WEB = aContainer('web', { status: 'running', pid: 200 });
const DB = aContainer('db', { status: 'running' });
const IDLE = aContainer('idle');

function told(pid: number, parentPid: number | null, fields: Partial<EngineProcess> = {}): EngineProcess {
  return {
    containerId: WEB.id,
    pid,
    parentPid,
    user: 'root',
    state: 'Ss',
    rssBytes: 4096,
    threads: 2,
    startedAt: '2026-06-01T00:00:00Z',
    command: '/usr/sbin/nginx -g daemon off;',
    ...fields,
  };
}

function reportOf(processes: readonly EngineProcess[]) {
  const live = { processes, stats: new Map() };
  const engine = anEngine({}, { containers: [WEB, DB, IDLE], live });
  return analyze(new HostBuilder().inventory({ engine }), '0.0.0');
}

test('an engine elsewhere tells its processes, without what only its host’s /proc has', (t) => {
  const report = reportOf([told(300, 200, { user: '999', state: 'Z' }), told(200, 100), told(250, 100)]);
  t.deepEqual(
    lines(report, () => 'web'),
    ['200 container web engine init', '250 container web engine exec', '300 container web engine child'],
  );
  const [init, , child] = report.processes;
  t.is(init?.parentPid, null);
  t.is(child?.parentPid, 200);
  t.deepEqual(init?.nsPids, []);
  t.is(init?.comm, 'nginx');
  t.is(init?.hostUser, 'root');
  t.is(init?.hostUid, null);
  t.is(init?.state, 'sleeping');
  t.is(child?.hostUid, 999);
  t.is(child?.hostUser, null);
  t.is(child?.state, 'zombie');
  t.regex(init?.unmeasuredReason ?? '', /told by the engine/);
  t.false(report.notCollected.includes('processes'));
});

test('how many run in a container is known where the engine told of them, or says that it does not run', (t) => {
  const counts = reportOf([told(200, 100), told(300, 200)]).containers.map(({ name, processes }) => [
    name,
    processes,
  ]);
  t.deepEqual(Object.fromEntries(counts), { web: 2, db: null, idle: 0 });
});

test('without a first process on record nobody says how those without a parent came in', (t) => {
  const report = reportOf([
    told(200, 100, { containerId: DB.id }),
    told(201, 200, { containerId: DB.id, startedAt: '+012345-01-01T00:00:00Z', user: null }),
  ]);
  t.deepEqual(
    report.processes.map(({ entry, startedAt }) => [entry, startedAt]),
    [
      [null, '2026-06-01T00:00:00.000Z'],
      ['child', null],
    ],
  );
});

test('where nobody looked at processes the report says so', (t) => {
  const report = analyze(
    new HostBuilder().inventory({ engine: anEngine({}, { containers: [WEB] }) }),
    '0.0.0',
  );
  t.true(report.notCollected.includes('processes'));
  t.deepEqual(report.processes, []);
  t.is(report.containers[0]?.processes, null);
});
