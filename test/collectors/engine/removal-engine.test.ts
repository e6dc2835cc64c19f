import { join } from 'node:path';
import test from 'ava';
import { openConnection } from '../../../src/collectors/engine/connection.js';
import { openRemovalEngine } from '../../../src/collectors/engine/removal-engine.js';
import { EngineLostError } from '../../../src/collectors/engine/removal/errors.js';
import { ExpectedError } from '../../../src/model/expected-error.js';
import { ObjectKeyError } from '../../../src/model/object-key-error.js';
import type { ObjectKey, ObjectNow } from '../../../src/model/removal-engine.js';
import { startFakeEngine, temporaryDirectory, unixEndpoint } from './fake-engine.js';
import { startScriptedEngine } from './scripted-engine.js';

const ID = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const CONTAINER: ObjectKey = { kind: 'container', id: ID };
const SEEN_CONTAINER: ObjectNow = {
  kind: 'container',
  name: 'web',
  status: 'exited',
  startedAt: null,
  finishedAt: null,
};
const SEEN_NETWORK: ObjectNow = { kind: 'network', name: 'net', createdAt: null, containers: [] };
const SEEN_VOLUME: ObjectNow = { kind: 'volume', driver: 'local', createdAt: null, containers: [] };

test('what collectors get of a connection cannot change anything', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10');
  const connection = await openConnection(endpoint);
  t.teardown(() => connection.close());
  t.deepEqual(Object.keys(connection).sort(), ['close', 'get', 'speak']);
});

test('an engine that is not there is said in a sentence with what to do', async (t) => {
  const endpoint = unixEndpoint(join(await temporaryDirectory(t), 'none.sock'));
  const error = await t.throwsAsync(openRemovalEngine(endpoint), { instanceOf: EngineLostError });
  t.true(error instanceof ExpectedError);
  t.regex(error.message, /^There is no engine at unix:.*\. Start it, or/);
});

test('an engine that is too old is not spoken to', async (t) => {
  await t.throwsAsync(startScriptedEngine(t, {}, { apiVersion: '1.20' }), {
    message: /do not understand each other/,
  });
});

test('requests go below the version that both sides speak', async (t) => {
  const { endpoint, requests } = await startFakeEngine(t, '20.10');
  const removal = await openRemovalEngine(endpoint);
  t.teardown(() => removal.close());
  await removal.look(CONTAINER);
  t.deepEqual(requests, ['/version', `/v1.41/containers/${ID}/json`]);
});

for (const [kind, id] of [
  ['container', ID.slice(1)],
  ['container', 'web'],
  ['image', ID],
  ['image', 'web:1'],
  ['image', `sha256:${ID.slice(1)}`],
  ['build-cache', 'a'.repeat(24)],
  ['build-cache', `${'a'.repeat(24)}.`],
  ['build-cache', ''],
  ['network', 'net'],
  ['volume', ''],
  ['volume', '..'],
  ['volume', 'a/b'],
] as const) {
  test(`${JSON.stringify(id)} names no ${kind}, so the engine is asked nothing`, async (t) => {
    const { removal, requests } = await startScriptedEngine(t, {});
    await t.throwsAsync(removal.look({ kind, id }), { instanceOf: ObjectKeyError });
    await t.throwsAsync(removal.remove({ kind, id }, SEEN_VOLUME), { instanceOf: ObjectKeyError });
    t.deepEqual(requests, ['GET /version']);
  });
}

test('a container is removed without force and without its volumes', async (t) => {
  const engine = await startScriptedEngine(t, { [`DELETE /containers/${ID}`]: [204] });
  t.deepEqual(await engine.removal.remove(CONTAINER, SEEN_CONTAINER), { outcome: 'removed' });
  t.deepEqual(engine.changes, [`DELETE /containers/${ID}?v=0&force=0`]);
});

test('an object that was seen as another kind is not removed', async (t) => {
  const engine = await startScriptedEngine(t, { [`DELETE /containers/${ID}`]: [204] });
  await t.throwsAsync(engine.removal.remove(CONTAINER, SEEN_VOLUME), { instanceOf: TypeError });
  t.deepEqual(engine.changes, []);
});

test('a refusal has the words of the engine as a clause', async (t) => {
  for (const status of [400, 403, 409]) {
    const { removal } = await startScriptedEngine(t, {
      [`DELETE /containers/${ID}`]: [status, { message: 'You cannot remove a running container. Stop it.' }],
    });
    const message = 'You cannot remove a running container. Stop it';
    t.deepEqual(await removal.remove(CONTAINER, SEEN_CONTAINER), { outcome: 'refused', message });
  }
});

test('what is not there any more is absent', async (t) => {
  const { removal } = await startScriptedEngine(t, {});
  t.deepEqual(await removal.remove(CONTAINER, SEEN_CONTAINER), { outcome: 'absent' });
  t.is(await removal.look(CONTAINER), null);
});

test('a "not found" about something that is there is a refusal', async (t) => {
  const { removal } = await startScriptedEngine(t, {
    [`DELETE /containers/${ID}`]: [404, { message: 'page not found' }],
    [`GET /containers/${ID}/json`]: [200, { Id: ID, State: {} }],
  });
  const outcome = { outcome: 'refused', message: 'page not found' } as const;
  t.deepEqual(await removal.remove(CONTAINER, SEEN_CONTAINER), outcome);
});

test('after an error of the engine itself it is asked whether the object is still there', async (t) => {
  const failed = { [`DELETE /containers/${ID}`]: [500, { message: 'device busy' }] } as const;
  const gone = await startScriptedEngine(t, failed);
  t.deepEqual(await gone.removal.remove(CONTAINER, SEEN_CONTAINER), { outcome: 'removed' });
  const there = await startScriptedEngine(t, {
    ...failed,
    [`GET /containers/${ID}/json`]: [200, { Id: ID, State: {} }],
  });
  const outcome = { outcome: 'refused', message: 'device busy' } as const;
  t.deepEqual(await there.removal.remove(CONTAINER, SEEN_CONTAINER), outcome);
});

test('a gateway that gives up does not know how the removal ended', async (t) => {
  const { removal } = await startScriptedEngine(t, {
    [`DELETE /containers/${ID}`]: [504, { message: 'gateway timeout' }],
  });
  await t.throwsAsync(removal.remove(CONTAINER, SEEN_CONTAINER), {
    instanceOf: EngineLostError,
    message: /gateway timeout; whether it is gone is not known/,
  });
});

test('an engine that does not answer in time is lost, and the request is not sent again', async (t) => {
  const options = { lookMs: 100, removeMs: 100 };
  const engine = await startScriptedEngine(
    t,
    { [`DELETE /containers/${ID}`]: 'hang', [`GET /containers/${ID}/json`]: 'hang' },
    options,
  );
  const { url } = engine;
  await t.throwsAsync(engine.removal.look(CONTAINER), {
    instanceOf: EngineLostError,
    message: `The engine at ${url} did not say what the container ${ID} is now: no answer within 0.1 s. Try again.`,
  });
  await t.throwsAsync(engine.removal.remove(CONTAINER, SEEN_CONTAINER), {
    instanceOf: EngineLostError,
    message:
      `The engine at ${url} was lost while it removed the container ${ID}: no answer within 0.1 s; ` +
      'whether it is gone is not known. Run bilge again to see what is left.',
  });
  // On a slow machine not even the one may have come.
  t.true(engine.changes.length <= 1);
});

test('an engine that breaks off in the middle of an answer is lost', async (t) => {
  const { removal } = await startScriptedEngine(t, {
    [`DELETE /containers/${ID}`]: 'break',
    [`GET /containers/${ID}/json`]: 'break',
  });
  await t.throwsAsync(removal.look(CONTAINER), { instanceOf: EngineLostError });
  await t.throwsAsync(removal.remove(CONTAINER, SEEN_CONTAINER), { instanceOf: EngineLostError });
});

test('a caller who cancels ends what is under way', async (t) => {
  const controller = new AbortController();
  const { removal } = await startScriptedEngine(
    t,
    {
      [`DELETE /containers/${ID}`]: () => {
        controller.abort();
        return 'hang';
      },
    },
    { signal: controller.signal },
  );
  const error = await t.throwsAsync(removal.remove(CONTAINER, SEEN_CONTAINER), {
    instanceOf: EngineLostError,
  });
  t.is(error.failure, 'cancelled');
});

test('a look at a container says its state, and not that of one that only has the id as its name', async (t) => {
  const state = {
    Status: 'exited',
    StartedAt: '2024-05-01T10:00:00.5Z',
    FinishedAt: '2024-05-01T12:00:00+01:00',
  };
  const { removal } = await startScriptedEngine(t, {
    [`GET /containers/${ID}/json`]: [200, { Id: ID, Name: '/web', State: state }],
    [`GET /containers/${OTHER}/json`]: [200, { Id: ID, Name: `/${OTHER}`, State: state }],
  });
  t.deepEqual(await removal.look(CONTAINER), {
    kind: 'container',
    name: 'web',
    status: 'exited',
    startedAt: '2024-05-01T10:00:00.5Z',
    finishedAt: '2024-05-01T11:00:00Z',
  });
  t.is(await removal.look({ kind: 'container', id: OTHER }), null);
});

function listed(id: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { Id: id, ImageID: null, Mounts: [], NetworkSettings: { Networks: {} }, ...more };
}

function mounts(Name: string): Record<string, unknown> {
  return { Mounts: [{ Type: 'volume', Name }] };
}

function on(name: string, id: string): Record<string, unknown> {
  return { NetworkSettings: { Networks: { [name]: { NetworkID: id } } } };
}

test('a look at a volume names the containers that mount it, and not those that mount something at its name', async (t) => {
  const { removal, requests } = await startScriptedEngine(t, {
    'GET /volumes/data': [200, { Name: 'data', Driver: 'local', CreatedAt: '2024-05-01T10:00:00Z' }],
    'GET /containers/json': [200, [listed(OTHER, mounts('data')), listed(ID, mounts('other'))]],
  });
  t.deepEqual(await removal.look({ kind: 'volume', id: 'data' }), {
    kind: 'volume',
    driver: 'local',
    createdAt: '2024-05-01T10:00:00Z',
    containers: [OTHER],
  });
  t.is(requests.at(-1), 'GET /containers/json?all=1&filters={"volume":["data"]}');
});

test('a volume is removed without force', async (t) => {
  const engine = await startScriptedEngine(t, { 'DELETE /volumes/a b': [204] });
  t.deepEqual(await engine.removal.remove({ kind: 'volume', id: 'a b' }, SEEN_VOLUME), {
    outcome: 'removed',
  });
  t.deepEqual(engine.changes, ['DELETE /volumes/a b?force=0']);
});

test('a list with a container that cannot be read says nothing about who uses what', async (t) => {
  const { removal } = await startScriptedEngine(t, {
    'GET /volumes/data': [200, { Name: 'data', Driver: 'local' }],
    'GET /containers/json': [200, [{ Id: ID }]],
  });
  await t.throwsAsync(removal.look({ kind: 'volume', id: 'data' }), { message: /1 containers in a form/ });
});

test('a look at a network names containers that run, that have run, and that never ran', async (t) => {
  const ids = ['c', 'd', 'e', 'f', '1'].map((digit) => digit.repeat(64));
  const [running = '', ended = '', byName = '', byId = '', elsewhere = ''] = ids;
  const { removal } = await startScriptedEngine(t, {
    [`GET /networks/${ID}`]: [200, { Id: ID, Name: 'net', Containers: { [running]: {}, 'lb-net': {} } }],
    'GET /containers/json': [
      200,
      [
        listed(ended, on('alias', ID)),
        listed(byName, on('net', '')),
        listed(byId, on(ID.slice(0, 12), '')),
        listed(elsewhere, on('a', '')),
      ],
    ],
  });
  const containers = [running, ended, byName, byId].sort();
  const now = await removal.look({ kind: 'network', id: ID });
  t.deepEqual(now, { kind: 'network', name: 'net', createdAt: null, containers });
});

test('a network is not taken from under a container, which the engine would do', async (t) => {
  const key = { kind: 'network', id: ID } as const;
  const engine = await startScriptedEngine(t, { [`DELETE /networks/${ID}`]: [204] });
  const outcome = await engine.removal.remove(key, { ...SEEN_NETWORK, containers: [OTHER] });
  t.deepEqual(outcome, { outcome: 'refused', message: 'container bbbbbbbbbbbb is configured for it' });
  t.deepEqual(engine.changes, []);
  t.deepEqual(await engine.removal.remove(key, SEEN_NETWORK), { outcome: 'removed' });
  t.deepEqual(engine.changes, [`DELETE /networks/${ID}`]);
});
