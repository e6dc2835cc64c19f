import test, { type ExecutionContext } from 'ava';
import { createEngineClient } from '../../../src/collectors/engine/dockerode-client.js';
import { sendJson, startFakeEngine } from './fake-engine.js';

const NO_PROC = { procRoot: '/nonexistent' };

/** An engine that fails whatever has to do with its disk. */
async function engineWithoutDisk(t: ExecutionContext) {
  const refused = ['/images/json', '/volumes', '/system/df'];
  return startFakeEngine(
    t,
    '28.5',
    Object.fromEntries(
      refused.map((path) => [path, (_request, response) => sendJson(response, { message: 'never' }, 500)]),
    ),
  );
}

test('asked for what is live, an engine says nothing of its disk, and nobody asks for it', async (t) => {
  const { endpoint, requests } = await engineWithoutDisk(t);
  const client = createEngineClient(endpoint, NO_PROC);
  const { inventory, problems } = await client.collect({ sizes: false, lists: 'live' });
  t.deepEqual(problems, []);
  t.is(inventory?.images, null);
  t.is(inventory?.volumes, null);
  t.is(inventory?.buildCache, null);
  t.true((inventory?.containers?.length ?? 0) > 0);
  t.true((inventory?.networks?.length ?? 0) > 0);
  t.true(inventory?.containers?.some(({ settings }) => settings !== null));
  t.false(
    requests.some((request) => /images|volumes|system/.test(request)),
    requests.join('\n'),
  );
});

test('where names are enough, containers are not looked at one by one', async (t) => {
  const { endpoint, requests } = await engineWithoutDisk(t);
  const client = createEngineClient(endpoint, NO_PROC);
  const { inventory } = await client.collect({ sizes: false, lists: 'live', details: false });
  t.true((inventory?.containers?.length ?? 0) > 0);
  t.true(inventory?.containers?.every(({ name, settings }) => name !== null && settings === null));
  t.deepEqual(requests.map((request) => request.replace(/^\/v[\d.]+/, '')).toSorted(), [
    '/containers/json?all=1',
    '/info',
    '/networks',
    '/version',
  ]);
});

test('whoever has little patience is not kept waiting', async (t) => {
  const { endpoint } = await startFakeEngine(t, '28.5', { '/version': () => {} });
  const client = createEngineClient(endpoint, { ...NO_PROC, timeoutMs: 3_600_000 });
  const { inventory, problems } = await client.collect({ sizes: false, patienceMs: 50 });
  t.is(inventory, null);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['engine-timeout'],
  );
});
