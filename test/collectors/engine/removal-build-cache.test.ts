import test from 'ava';
import { EngineLostError } from '../../../src/collectors/engine/removal/errors.js';
import type { ObjectNow } from '../../../src/model/removal-engine.js';
import { type Script, startScriptedEngine } from './scripted-engine.js';

const ID = 'a'.repeat(25);
const CHILD = 'b'.repeat(25);
const KEY = { kind: 'build-cache', id: ID } as const;
const SEEN: ObjectNow = {
  kind: 'build-cache',
  inUse: false,
  lastUsedAt: null,
  usageCount: 1,
  parents: [],
  children: [],
};
const PRUNE = 'POST /build/prune';

function usage(...records: readonly Readonly<Record<string, unknown>>[]): Script {
  return { 'GET /system/df': [200, { BuildCache: records }] };
}

test('a record goes by a prune that names it alone', async (t) => {
  const engine = await startScriptedEngine(t, { [PRUNE]: [200, { CachesDeleted: [ID], SpaceReclaimed: 5 }] });
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'removed' });
  t.deepEqual(engine.changes, [`${PRUNE}?all=1&filters={"id":["${ID}"]}`]);
});

test('a record that the engine keeps is refused, and one that is not there is absent', async (t) => {
  const kept = await startScriptedEngine(t, { [PRUNE]: [200, { CachesDeleted: null }], ...usage({ ID }) });
  const message = 'the engine kept it: it is in use, or another record stands on it';
  t.deepEqual(await kept.removal.remove(KEY, SEEN), { outcome: 'refused', message });
  const gone = await startScriptedEngine(t, { [PRUNE]: [200, {}], ...usage({ ID: CHILD }) });
  t.deepEqual(await gone.removal.remove(KEY, SEEN), { outcome: 'absent' });
});

test('what an engine removed beside the record is told', async (t) => {
  const beside = await startScriptedEngine(t, { [PRUNE]: [200, { CachesDeleted: [CHILD, ID] }] });
  t.deepEqual(await beside.removal.remove(KEY, SEEN), { outcome: 'removed', beside: [CHILD] });
  const instead = await startScriptedEngine(t, { [PRUNE]: [200, { CachesDeleted: [CHILD] }] });
  t.deepEqual(await instead.removal.remove(KEY, SEEN), {
    outcome: 'refused',
    message: `the engine kept it and removed ${CHILD} in its place`,
  });
});

test('a look at a record asks for the build cache alone and has the records that stand on it', async (t) => {
  const record = { ID, InUse: true, LastUsedAt: '2024-05-01T10:00:00Z', UsageCount: 3 };
  const { removal, requests } = await startScriptedEngine(
    t,
    usage(record, { ID: CHILD, ' Parents': [ID] }, { ID: 'c'.repeat(25), Parent: `${CHILD} ${ID}` }),
  );
  t.deepEqual(await removal.look(KEY), {
    kind: 'build-cache',
    inUse: true,
    lastUsedAt: '2024-05-01T10:00:00Z',
    usageCount: 3,
    parents: [],
    children: [CHILD, 'c'.repeat(25)],
  });
  t.is(requests.at(-1), 'GET /system/df?type=build-cache');
  t.is(await removal.look({ kind: 'build-cache', id: 'd'.repeat(25) }), null);
});

test('the usage of later versions is asked for with its records', async (t) => {
  const script: Script = { 'GET /system/df': [200, { BuildCacheUsage: { Items: [{ ID, Parents: [] }] } }] };
  const { removal, requests } = await startScriptedEngine(t, script, { apiVersion: '1.52' });
  t.is((await removal.look(KEY))?.kind, 'build-cache');
  t.is(requests.at(-1), 'GET /system/df?type=build-cache&verbose=1');
});

test('up to 20.10 a look waits until the usage that somebody else asked for has ended', async (t) => {
  const busy = [500, { message: 'a disk usage operation is already running' }] as const;
  const { removal, requests } = await startScriptedEngine(
    t,
    { 'GET /system/df': [busy, busy, [200, { BuildCache: [{ ID }] }]] },
    { apiVersion: '1.41', pauseMs: 1 },
  );
  t.is((await removal.look(KEY))?.kind, 'build-cache');
  t.deepEqual(requests.slice(1), Array(3).fill('GET /system/df'));
});

test('up to 20.10 the wait for it has an end, and another failure none', async (t) => {
  const busy = [500, { message: 'a disk usage operation is already running' }] as const;
  const options = { apiVersion: '1.41', pauseMs: 60_001, wholeUsageMs: 60_000 };
  const waiting = await startScriptedEngine(t, { 'GET /system/df': busy }, options);
  await t.throwsAsync(waiting.removal.look(KEY), { instanceOf: EngineLostError, message: /already running/ });
  const failing = await startScriptedEngine(
    t,
    { 'GET /system/df': [500, { message: 'disk broken' }] },
    { apiVersion: '1.41', pauseMs: 1 },
  );
  await t.throwsAsync(failing.removal.look(KEY), { message: /disk broken/ });
  t.is(failing.requests.length, 2);
});

test('up to 20.10 looks at the same time ask one after the other', async (t) => {
  const { removal, requests } = await startScriptedEngine(t, usage({ ID }), { apiVersion: '1.41' });
  await Promise.all(Array.from({ length: 20 }, () => removal.look(KEY)));
  t.true(requests.length <= 3);
});
