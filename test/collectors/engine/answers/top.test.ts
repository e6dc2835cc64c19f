import test from 'ava';
import * as fc from 'fast-check';
import { parseTop } from '../../../../src/collectors/engine/answers/top.js';
import { RequestError } from '../../../../src/collectors/engine/request-error.js';
import { readFixture } from '../fake-engine.js';

const AT = Date.parse('2026-11-24T00:52:20.500Z');

async function processes(engine: string, name: string) {
  return parseTop(JSON.parse(await readFixture(engine, name)), 'c', AT).items;
}

const one = (titles: readonly string[], row: readonly unknown[]) =>
  parseTop({ Titles: titles, Processes: [row] }, 'c', AT).items[0];

test('procps on the engine’s host tells everything but ids inside', async (t) => {
  t.deepEqual(await processes('20.10-live', 'top-8d08109c448a'), [
    {
      containerId: 'c',
      pid: 2029,
      parentPid: 2008,
      user: 'root',
      state: 'Ss',
      rssBytes: 1380 * 1024,
      threads: 1,
      startedAt: '2026-11-24T00:52:15Z',
      command: 'sleep 1000',
    },
    {
      containerId: 'c',
      pid: 2115,
      parentPid: 2029,
      user: 'root',
      state: 'R',
      rssBytes: 976 * 1024,
      threads: 1,
      startedAt: '2026-11-24T00:52:15Z',
      command: 'sh -c sleep 0.01 & (while :; do :; done) & exec sleep 1000',
    },
    {
      containerId: 'c',
      pid: 3281,
      parentPid: 2008,
      user: 'www-data',
      state: 'Ss',
      rssBytes: 1380 * 1024,
      threads: 1,
      startedAt: '2026-11-24T00:52:17Z',
      command: 'sleep 2000',
    },
  ]);
});

test('busybox knows neither threads nor start, and they are null', async (t) => {
  const [first, , third] = await processes('20.10-live', 'top-busybox');
  t.like(first, {
    pid: 13915,
    parentPid: 13888,
    state: 'S',
    rssBytes: 1264 * 1024,
    threads: null,
    startedAt: null,
  });
  t.like(third, { user: 'www-data', command: 'sleep 2000' });
});

test('the usual columns of ps tell user, parent and command alone', async (t) => {
  const [first] = await processes('28.5-live', 'top-ef');
  t.deepEqual(first, {
    containerId: 'c',
    pid: 8988,
    parentPid: 8948,
    user: 'root',
    state: null,
    rssBytes: null,
    threads: null,
    startedAt: null,
    command: 'sleep 1000',
  });
});

test('a figure that is rounded, or a time in another form, is not taken for one', (t) => {
  t.is(one(['PID', 'RSS'], ['7', '19m'])?.rssBytes, null);
  t.is(one(['PID', 'ELAPSED'], ['7', '02:11'])?.startedAt, null);
  t.is(one(['PID', 'NLWP'], ['7', '-'])?.threads, null);
  t.is(one(['PID', 'RSS'], ['7', '0'])?.rssBytes, 0);
});

test('rows without a process id are counted as not understood', (t) => {
  const rows = [['x', 'a'], ['7', 'b'], [], null, ['0', 'c']];
  const list = parseTop({ Titles: ['PID', 'CMD'], Processes: rows }, 'c', AT);
  t.deepEqual(
    list.items.map(({ pid, command }) => [pid, command]),
    [[7, 'b']],
  );
  t.is(list.rejected, 4);
});

test('a container without processes has none, and without a column of ids there is no answer', (t) => {
  t.deepEqual(parseTop({ Titles: ['PID'], Processes: null }, 'c', AT), { items: [], rejected: 0 });
  t.throws(() => parseTop({ Titles: ['Name'], Processes: [] }, 'c', AT), { instanceOf: RequestError });
});

test('whatever ps prints, a row gives its own cells or null', (t) => {
  const cell = fc.oneof(fc.nat(99_999).map(String), fc.string(), fc.constant(''));
  const row = fc.tuple(fc.integer({ min: 1, max: 4_194_304 }).map(String), cell, cell, cell, cell);
  fc.assert(
    fc.property(row, (cells) => {
      const [pid, parent, rss, elapsed, command] = cells;
      const process = one(['PID', 'PPID', 'RSS', 'ELAPSED', 'COMMAND'], cells);
      t.is(process?.pid, Number(pid));
      t.is(process?.command, command);
      t.is(process?.parentPid, /^\d{1,15}$/.test(parent) ? Number(parent) : null);
      t.is(process?.rssBytes, /^\d{1,12}$/.test(rss) ? Number(rss) * 1024 : null);
      t.true(process?.startedAt == null || /^\d{4}-.*Z$/.test(process.startedAt), elapsed);
    }),
  );
});
