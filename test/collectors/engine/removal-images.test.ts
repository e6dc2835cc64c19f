import test, { type ExecutionContext } from 'ava';
import type { RemovalEngineOptions } from '../../../src/collectors/engine/removal-engine.js';
import { EngineLostError } from '../../../src/collectors/engine/removal/errors.js';
import type { ObjectNow } from '../../../src/model/removal-engine.js';
import { type Reply, type Script, type ScriptedEngine, startScriptedEngine } from './scripted-engine.js';

const hex = (digit: string): string => digit.repeat(64);
const ID = `sha256:${hex('a')}`;
const CHILD = `sha256:${hex('b')}`;
const CONTAINER = hex('c');
const KEY = { kind: 'image', id: ID } as const;
const SEEN: ObjectNow = { kind: 'image', references: [], containers: [], children: [] };
const SEVERAL = [409, { message: 'image is referenced in multiple repositories' }] as const;
const BY_ID = `DELETE /images/${ID}`;
const QUERY = '?force=0&noprune=1';

/** An engine's image that refuses to go by its id while it has more than one name. */
interface FakeImage {
  readonly engine: ScriptedEngine;
  readonly names: Set<string>;
}

/** @param last what the engine says to the removal by id when one name is left; removed when not given */
async function startWithNames(
  t: ExecutionContext,
  given: readonly string[],
  last: Reply | null = null,
  more: Script = {},
  options: RemovalEngineOptions = {},
): Promise<FakeImage> {
  const names = new Set(given);
  let isThere = true;
  const inspect = (): Reply => {
    const list = [...names];
    const RepoTags = list.filter((name) => !name.includes('@'));
    const RepoDigests = list.filter((name) => name.includes('@'));
    return isThere ? [200, { Id: ID, RepoTags, RepoDigests }] : [404];
  };
  const finish = (): Reply => {
    if (last !== null) return last;
    isThere = false;
    return [200, [{ Deleted: ID }]];
  };
  const script: Record<string, Reply | readonly Reply[]> = {
    [`GET /images/${ID}/json`]: inspect,
    [BY_ID]: () => (names.size > 1 ? SEVERAL : finish()),
    [`POST /images/${ID}/tag`]: [201],
  };
  for (const name of given) {
    script[`GET /images/${name}/json`] = () => (names.has(name) ? inspect() : [404]);
    const digest = `${name.replace(/:[^:]*$/, '')}@${ID}`;
    script[`DELETE /images/${name}`] = () => {
      if ([...names].every((other) => other === name || other === digest)) return finish();
      names.delete(name);
      return [200, [{ Untagged: name }]];
    };
  }
  return { engine: await startScriptedEngine(t, { ...script, ...more }, options), names };
}

test('an image is removed by its id, with one request that spares its parents', async (t) => {
  const { engine } = await startWithNames(t, ['web:1']);
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'removed' });
  t.deepEqual(engine.changes, [BY_ID + QUERY]);
});

test('a look at an image has its names, its containers and its children', async (t) => {
  const list = { Mounts: [], NetworkSettings: { Networks: {} } };
  const mounted = [{ Type: 'image', Name: 'web' }];
  const { removal } = await startScriptedEngine(t, {
    [`GET /images/${ID}/json`]: [
      200,
      { Id: ID, RepoTags: ['web:1', '<none>:<none>', 'api:1'], RepoDigests: ['<none>@<none>', 'web:1'] },
    ],
    'GET /images/web/json': [200, { Id: ID, RepoTags: [], RepoDigests: [] }],
    'GET /containers/json': [
      200,
      [
        { Id: hex('3'), ImageID: CHILD, ...list, Mounts: [{ Type: 'image', Name: 'nothing' }] },
        { Id: hex('2'), ImageID: CHILD, ...list, Mounts: mounted },
        { Id: hex('1'), ImageID: hex('a'), ...list },
      ],
    ],
    'GET /images/json': [
      200,
      [
        { Id: CHILD, ParentId: ID },
        { Id: ID, ParentId: '' },
      ],
    ],
  });
  t.deepEqual(await removal.look(KEY), {
    kind: 'image',
    references: ['api:1', 'web:1'],
    containers: [hex('1'), hex('2')],
    children: [CHILD],
  });
});

test('a list of images that fails while one is removed is asked for again', async (t) => {
  const { removal } = await startScriptedEngine(t, {
    [`GET /images/${ID}/json`]: [200, { Id: ID }],
    'GET /images/json': [
      [404, { message: 'no such image' }],
      [500, { message: 'not found' }],
      [200, [{ Id: CHILD, ParentId: ID }]],
    ],
  });
  const now = await removal.look(KEY);
  t.deepEqual(now?.kind === 'image' && now.children, [CHILD]);
});

test('looks at the same time share a list, and a later look asks anew for the containers', async (t) => {
  const { removal, requests } = await startScriptedEngine(t, {
    [`GET /images/${ID}/json`]: [200, { Id: ID }],
    [`GET /images/${CHILD}/json`]: [200, { Id: CHILD }],
  });
  const lists = (of: string): number =>
    requests.filter((request) => request.startsWith(`GET /${of}/json`)).length;
  await Promise.all([removal.look(KEY), removal.look({ kind: 'image', id: CHILD }), removal.look(KEY)]);
  t.true(lists('images') <= 2);
  const containers = lists('containers');
  t.true(containers <= 2);
  await removal.look(KEY);
  t.is(lists('containers'), containers + 1);
});

test('an image in use or with children is not asked for', async (t) => {
  const { engine } = await startWithNames(t, ['web:1']);
  t.deepEqual(await engine.removal.remove(KEY, { ...SEEN, containers: [CONTAINER] }), {
    outcome: 'refused',
    message: 'container cccccccccccc uses it',
  });
  t.deepEqual(await engine.removal.remove(KEY, { ...SEEN, children: [CHILD] }), {
    outcome: 'refused',
    message: 'image bbbbbbbbbbbb was built on it',
  });
  t.deepEqual(engine.changes, []);
});

test('an image loses its other names, each after a look at what it means, and goes with the last', async (t) => {
  const { engine } = await startWithNames(t, ['host:5000/shop/web:1', 'web:1', 'web:2', `web@${ID}`]);
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'removed' });
  // Like the containerd store, this engine does not let a tag with a digest of its own go by the id.
  t.deepEqual(
    engine.changes.map((change) => change.replace(QUERY, '')),
    [BY_ID, 'DELETE /images/host:5000/shop/web:1', 'DELETE /images/web:2', BY_ID, 'DELETE /images/web:1'],
  );
  for (const name of ['host:5000/shop/web:1', 'web:2', 'web:1']) {
    const asked = engine.requests.indexOf(`GET /images/${name}/json`);
    t.true(asked >= 0 && asked < engine.requests.indexOf(`DELETE /images/${name}${QUERY}`));
  }
});

test('an image with several names goes by its id in the end', async (t) => {
  const { engine } = await startWithNames(t, ['b:1', 'a:1', 'a:2']);
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'removed' });
  t.deepEqual(
    engine.changes.map((change) => change.replace(QUERY, '')),
    [BY_ID, 'DELETE /images/a:2', 'DELETE /images/b:1', BY_ID],
  );
});

test('a name that means another image by now is left alone', async (t) => {
  const { engine, names } = await startWithNames(t, ['a:1', 'b:1'], null, {
    'GET /images/b:1/json': () => {
      names.delete('b:1');
      return [200, { Id: CHILD, RepoTags: ['b:1'] }];
    },
  });
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'removed' });
  t.deepEqual(
    engine.changes.map((change) => change.replace(QUERY, '')),
    [BY_ID, BY_ID],
  );
});

test('nothing is taken from an image with several names that a container uses', async (t) => {
  const { engine } = await startWithNames(t, ['a:1', 'b:1'], null, {
    'GET /containers/json': [
      200,
      [{ Id: CONTAINER, ImageID: ID, Mounts: null, NetworkSettings: { Networks: null } }],
    ],
  });
  const message = 'container cccccccccccc uses it';
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'refused', message });
  t.deepEqual(engine.changes, [BY_ID + QUERY]);
});

test('an image whose removal is refused in the end gets its tags back', async (t) => {
  const { engine } = await startWithNames(t, ['a:1', 'host:5000/b:2'], [409, { message: 'in use' }]);
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'refused', message: 'in use' });
  t.is(engine.changes.at(-1), `POST /images/${ID}/tag?repo=host:5000/b&tag=2`);
});

test('an image whose second name is refused gets the first one back', async (t) => {
  const { engine } = await startWithNames(t, ['a:1', 'b:1', 'c:1'], null, {
    'DELETE /images/c:1': [409, { message: 'in use' }],
  });
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'refused', message: 'in use' });
  t.deepEqual(
    engine.changes.map((change) => change.replace(QUERY, '')),
    [BY_ID, 'DELETE /images/b:1', 'DELETE /images/c:1', `POST /images/${ID}/tag?repo=b&tag=1`],
  );
});

test('a tag that was given to another image meanwhile is not taken back', async (t) => {
  const { engine } = await startWithNames(t, ['a:1', 'b:1'], [409, { message: 'in use' }], {
    'GET /images/b:1/json': [
      [200, { Id: ID }],
      [200, { Id: CHILD }],
    ],
  });
  t.deepEqual(await engine.removal.remove(KEY, SEEN), { outcome: 'refused', message: 'in use' });
  t.false(engine.changes.some((change) => change.startsWith('POST')));
});

test('a refusal says which names could not be given back', async (t) => {
  const names = ['a:1', 'b:1', `c@${ID}`, `d@${ID}`];
  const { engine } = await startWithNames(t, names, [409, { message: 'in use' }], {
    [`POST /images/${ID}/tag`]: [500, { message: 'disk full' }],
  });
  t.deepEqual(await engine.removal.remove(KEY, SEEN), {
    outcome: 'refused',
    message: `in use; the image has lost the names a:1, b:1, d@${ID}`,
  });
});

test('an engine that says "deleted" and keeps the image without its name gives the name back', async (t) => {
  const { engine, names } = await startWithNames(t, ['a:1'], () => {
    names.clear();
    return [200, [{ Untagged: 'a:1' }, { Deleted: ID }]];
  });
  t.deepEqual(await engine.removal.remove(KEY, SEEN), {
    outcome: 'refused',
    message: 'the engine took its name and kept the image',
  });
  t.is(engine.changes.at(-1), `POST /images/${ID}/tag?repo=a&tag=1`);
});

test('an engine that is lost between two names gets the tag back, and the failure is said', async (t) => {
  const { engine } = await startWithNames(t, ['a:1', 'b:1', 'c:1'], null, {
    'DELETE /images/c:1': 'break',
  });
  await t.throwsAsync(engine.removal.remove(KEY, SEEN), { instanceOf: EngineLostError });
  t.is(engine.changes.at(-1), `POST /images/${ID}/tag?repo=b&tag=1`);
});

test('a caller who cancels between two names gets the tag back', async (t) => {
  const controller = new AbortController();
  const { engine, names } = await startWithNames(
    t,
    ['a:1', 'b:1', 'c:1'],
    null,
    {
      'DELETE /images/b:1': () => {
        names.delete('b:1');
        controller.abort();
        return [200, [{ Untagged: 'b:1' }]];
      },
    },
    { signal: controller.signal },
  );
  const error = await t.throwsAsync(engine.removal.remove(KEY, SEEN), { instanceOf: EngineLostError });
  t.is(error.failure, 'cancelled');
  t.is(engine.changes.at(-1), `POST /images/${ID}/tag?repo=b&tag=1`);
});

test('an engine that is lost for good between two names: the failure says what the image has lost', async (t) => {
  let isLost = false;
  const { engine, names } = await startWithNames(t, ['a:1', 'b:1', 'c:1'], null, {
    'DELETE /images/c:1': () => {
      isLost = true;
      return 'break';
    },
    'GET /images/b:1/json': () => (isLost ? 'break' : names.has('b:1') ? [200, { Id: ID }] : [404]),
  });
  await t.throwsAsync(engine.removal.remove(KEY, SEEN), {
    instanceOf: EngineLostError,
    message: /and the image has lost the names b:1, c:1; whether it is gone is not known/,
  });
});
