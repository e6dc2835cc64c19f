import type { ServerResponse } from 'node:http';
import test from 'ava';
import { createEngineClient } from '../../../src/collectors/engine/dockerode-client.js';
import { type Handler, readFixture, sendJson, startFakeEngine } from './fake-engine.js';

const NO_PROC = { procRoot: '/nonexistent' };
const LIVE = { sizes: false, live: true };

/** Containers of the recorded engine of 20.10; the first three run. */
const LIMITED = '8d08109c448a739eb6ad01101120986baf80a6dae58d1e1705eb7ddeb6dfefe6';
const FREE = 'f348d6cb52f6c88907249c0b7de4f7d9a90fbe7c314f5b083a906bf699326660';
const PAUSED = '97776daea3ef55026d711049ccc279cc6f560c3bd5b5d64a3bb5ae566c3aab86';
const RUNNING = [LIMITED, FREE, PAUSED].sort();

const send = async (response: ServerResponse, name: string, status = 200): Promise<void> =>
  sendJson(response, JSON.parse(await readFixture('20.10-live', name)), status);

const refuse =
  (status: number): Handler =>
  (_, response) =>
    sendJson(response, { message: 'it said no' }, status);

const busybox: Handler = ({ url }, response) =>
  void (url?.includes('nlwp') === true
    ? send(response, 'top-busybox-refused', 500)
    : send(response, 'top-busybox'));

const withoutColumns: Handler = ({ url }, response) =>
  void (url?.includes('ps_args') === true
    ? send(response, 'top-busybox-refused', 500)
    : send(response, 'top-ef'));

const without: Handler = (_, response) =>
  sendJson(response, { message: 'exec: "ps": executable file not found in $PATH' }, 500);

const hang = (): void => undefined;

const both: Handler = (_, response) => void send(response, 'stats-both');

test('an engine elsewhere tells processes, limits and use of what runs, read twice', async (t) => {
  let asked = 0;
  const { endpoint, requests } = await startFakeEngine(t, '20.10-live', {
    [`/containers/${LIMITED}/stats`]: (_, response) =>
      void send(response, asked++ === 0 ? 'stats-8d08109c448a' : 'stats-later'),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.deepEqual(problems, []);
  const live = inventory?.live;
  t.deepEqual(
    live?.processes
      .map(({ containerId, pid }) => `${containerId} ${pid}`)
      .sort()
      .map((text) => text.slice(0, 12)),
    [...RUNNING.slice(0, 1), LIMITED, LIMITED, ...RUNNING.slice(1)].map((id) => id.slice(0, 12)).sort(),
  );
  t.deepEqual([...(live?.stats.keys() ?? [])].sort(), RUNNING);
  const limited = live?.stats.get(LIMITED);
  t.is(limited?.first.pidsLimit, 50);
  t.true((limited?.later?.cpuUsageMicros ?? 0) > (limited?.first.cpuUsageMicros ?? Infinity));
  t.is(live?.stats.get(FREE)?.first.memoryLimitBytes, null, 'as much as the host has');
  t.is(live?.stats.get(FREE)?.later, null, 'the same reading again is no second one');
  t.true(
    requests.includes(
      `/v1.41/containers/${LIMITED}/top?ps_args=-eo%20pid%2Cppid%2Cuser%3A32%2Cstat%2Crss%2Cnlwp%2Cetimes%2Cargs`,
    ),
  );
  t.is(requests.filter((request) => request.includes('/stats?stream=false&one-shot=true')).length, 6);
});

test('start times are by the engine’s clock, whatever ours says', async (t) => {
  const info: unknown = JSON.parse(await readFixture('20.10-live', 'info'));
  const { endpoint } = await startFakeEngine(t, '20.10-live', {
    '/info': (_, response) =>
      sendJson(response, Object.assign({}, info, { SystemTime: '2031-01-01T00:00:00Z' })),
  });
  const { inventory } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.true(inventory?.live?.processes.every(({ startedAt }) => startedAt?.startsWith('2030-12-31T23:')));
});

test('nothing of it is asked for where nobody wants it', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, '20.10-live');
  const { inventory } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(inventory?.live, null);
  t.false(requests.some((request) => /\/(top|stats)/.test(request)));
});

test('an engine whose ps is busybox’s is asked for less, and the first columns are not tried for ever', async (t) => {
  const ids = RUNNING.map((id) => [`/containers/${id}/top`, busybox] as const);
  const { endpoint, requests } = await startFakeEngine(t, '20.10-live', Object.fromEntries(ids));
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.deepEqual(problems, []);
  t.is(inventory?.live?.processes.length, 9);
  t.true(inventory?.live?.processes.every(({ threads, rssBytes }) => threads === null && rssBytes !== null));
  t.false(requests.some((request) => request.endsWith('/top')));
});

test('where ps takes no columns at all its usual ones are read', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10-live', {
    [`/containers/${LIMITED}/top`]: withoutColumns,
    [`/containers/${FREE}/top`]: refuse(404),
    [`/containers/${PAUSED}/top`]: refuse(409),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.deepEqual(problems, []);
  t.deepEqual(
    inventory?.live?.processes.map(({ pid }) => pid),
    [2029, 2115, 3281],
  );
});

test('a container that has gone meanwhile is left out without a word', async (t) => {
  for (const status of [404, 409]) {
    const { endpoint } = await startFakeEngine(t, '20.10-live', {
      [`/containers/${LIMITED}/top`]: refuse(status),
      [`/containers/${FREE}/stats`]: refuse(status),
    });
    const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
    t.deepEqual(problems, []);
    t.false(inventory?.live?.processes.some(({ containerId }) => containerId === LIMITED));
    t.deepEqual([...(inventory?.live?.stats.keys() ?? [])].sort(), [LIMITED, PAUSED].sort());
  }
});

test('what fails is one problem for all, and the rest is there', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10-live', {
    [`/containers/${LIMITED}/top`]: refuse(503),
    [`/containers/${FREE}/top`]: (_, response) => sendJson(response, { Titles: ['X'] }),
    [`/containers/${PAUSED}/stats`]: refuse(500),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.deepEqual(
    inventory?.live?.processes.map(({ containerId }) => containerId),
    [PAUSED],
  );
  t.deepEqual([...(inventory?.live?.stats.keys() ?? [])].sort(), [LIMITED, FREE].sort());
  t.deepEqual(
    problems.map(({ code, missing }) => [code, missing]).sort(),
    [
      ['engine-list-failed', 'limits and use of these containers'],
      ['engine-list-failed', 'processes of these containers'],
    ].sort(),
  );
  t.true(problems.some(({ message }) => message.includes('no processes of 2 of 3 containers')));
});

test('a host without ps says what to install', async (t) => {
  const ids = RUNNING.map((id) => [`/containers/${id}/top`, without] as const);
  const { endpoint } = await startFakeEngine(t, '20.10-live', Object.fromEntries(ids));
  const { problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.is(problems.length, 1);
  t.regex(problems[0]?.hint ?? '', /procps/);
});

test('containers that never answer cost their time limit, and nothing else', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10-live', {
    [`/containers/${LIMITED}/top`]: hang,
    [`/containers/${LIMITED}/stats`]: hang,
  });
  const client = createEngineClient(endpoint, { ...NO_PROC, timeoutMs: 1000 });
  const { inventory, problems } = await client.collect(LIVE);
  t.is(inventory?.live?.processes.length, 2);
  t.is(inventory?.live?.stats.size, 2);
  t.is(problems.length, 2);
  t.true(problems.every(({ message }) => message.includes('no answer within 1 s')));
});

test('engines before API 1.41 take both readings at once', async (t) => {
  const version: unknown = JSON.parse(await readFixture('20.10-live', 'version'));
  const { endpoint, requests } = await startFakeEngine(t, '20.10-live', {
    '/version': (_, response) => sendJson(response, Object.assign({}, version, { ApiVersion: '1.40' })),
    ...Object.fromEntries(RUNNING.map((id) => [`/containers/${id}/stats`, both] as const)),
  });
  const { inventory } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  const { first, later } = inventory?.live?.stats.get(LIMITED) ?? { first: null, later: null };
  t.true(Date.parse(first?.readAt ?? '') < Date.parse(later?.readAt ?? ''));
  t.deepEqual(
    requests.filter((request) => request.includes('/stats')),
    requests.filter((request) => request.endsWith('/stats?stream=false')),
  );
  t.is(requests.filter((request) => request.includes('/stats')).length, 3);
});

test('Podman’s ids of inside are not taken for those of its host', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, 'podman-5.8');
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect(LIVE);
  t.deepEqual(inventory?.live?.processes, []);
  t.false(requests.some((request) => request.includes('/top')));
  t.true(problems.some(({ missing }) => missing === 'processes of containers'));
});
