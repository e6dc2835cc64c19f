import test from 'ava';
import {
  collectDataRoot,
  type RootPlace,
  type RootResult,
} from '../../../src/collectors/data-root/collect-data-root.js';
import type { DiskWalker, WalkRequest } from '../../../src/collectors/disk/walker.js';
import type { WalkResult } from '../../../src/model/walk.js';
import { readCapturedRoot } from './captured-root.js';
import { EMPTY_WALK } from './empty-walk.js';
import { MemoryFiles } from './memory-files.js';

const OLD = 'a'.repeat(64);
const NEW = 'b'.repeat(64);

/** A walker that answers with `result`, after `during` has happened. */
function walkerOf(result: WalkResult, during: (request: WalkRequest) => void = () => {}): DiskWalker {
  return {
    walk: async (request) => {
      during(request);
      return result;
    },
  };
}

function placeOf(files: MemoryFiles, walker: DiskWalker): RootPlace {
  const mountPoints = ['/data/overlay2/x/merged', '/data/volumes/v/_data'];
  return {
    kind: 'data-root',
    origin: 'default',
    path: '/data',
    files,
    walker,
    filesystem: null,
    heldByEngine: true,
    mountPoints,
    nested: [],
  };
}

function container(id: string): [string, string] {
  return [`containers/${id}/config.v2.json`, JSON.stringify({ ID: id })];
}

function walkProblems(walk: Partial<WalkResult>): Promise<RootResult> {
  return collectDataRoot(placeOf(new MemoryFiles(), walkerOf({ ...EMPTY_WALK, ...walk })));
}

test('a captured data root is read whole, without a problem', async (t) => {
  const { files, walker } = await readCapturedRoot();
  const { inventory, problems } = await collectDataRoot(placeOf(new MemoryFiles(files), walker));
  t.deepEqual(problems, []);
  const { records, earlierRecords, walk } = inventory;
  const [store] = records.stores;
  t.is(records.stores.length, 1);
  t.is(store?.driver, 'overlay2');
  t.is(store?.layers.length, 14);
  t.is(
    store?.layers.reduce((sum, layer) => sum + (layer.recordedBytes ?? 0), 0),
    47_843_019,
  );
  t.is(store?.mounts.length, 20);
  t.is(records.containers.length, 20);
  t.is(records.containers.filter(({ status }) => status === 'exited').length, 19);
  t.is(records.containers.filter(({ status }) => status === 'created').length, 1);
  t.is(records.volumes.length, 5);
  t.true(records.volumes.every(({ recorded }) => recorded));
  t.deepEqual(records.damagedContainers, []);
  t.is(records.originalPath, '/srv/sample/data/root');
  t.is(records.buildCache?.length, 12);
  // Every layer directory has its short link, and every directory an owner.
  const directories = (walk?.groups ?? []).filter(({ path }) => /^overlay2\/[^/]{2,}$/.test(path));
  t.deepEqual(
    directories.map(({ path }) => path.slice('overlay2/'.length)).sort(),
    [...(store?.links.keys() ?? [])].sort(),
  );
  t.deepEqual(earlierRecords, records);
});

test('what comes and goes during the walk is in one reading each', async (t) => {
  const files = new MemoryFiles(Object.fromEntries([container(OLD)]));
  const walker = walkerOf(EMPTY_WALK, () => {
    files.remove(`containers/${OLD}`);
    files.set(...container(NEW));
  });
  const { inventory, problems } = await collectDataRoot(placeOf(files, walker));
  t.deepEqual(
    inventory.earlierRecords.containers.map(({ id }) => id),
    [OLD],
  );
  t.deepEqual(
    inventory.records.containers.map(({ id }) => id),
    [NEW],
  );
  t.deepEqual(problems, []);
});

test('progress begins before the walk and carries what the walk has found', async (t) => {
  const files = new MemoryFiles(Object.fromEntries([container(OLD)]));
  const running: WalkResult = { ...EMPTY_WALK, state: 'running' };
  const seen: RootResult[] = [];
  const walker = walkerOf(EMPTY_WALK, (request) => request.onProgress?.(running));
  await collectDataRoot(placeOf(files, walker), {
    onProgress: (soFar) => {
      seen.push(soFar);
    },
  });
  t.deepEqual(
    seen.map(({ inventory }) => inventory.walk?.state ?? null),
    [null, 'running'],
  );
  t.true(seen.every(({ inventory }) => inventory.records.containers.length === 1));
});

test('the walk is asked for the root, its mounts and with the caller’s signal', async (t) => {
  const { signal } = new AbortController();
  const asked: WalkRequest[] = [];
  const walker = walkerOf(EMPTY_WALK, (request) => asked.push(request));
  const place = placeOf(new MemoryFiles(), walker);
  const { inventory } = await collectDataRoot(place, { signal });
  t.is(asked[0]?.root, '/data');
  t.is(asked[0]?.signal, signal);
  t.deepEqual(asked[0]?.mountPoints, place.mountPoints);
  t.deepEqual(inventory.mountPoints, ['overlay2/x/merged', 'volumes/v/_data']);
  t.true(inventory.heldByEngine);
});

test('what the walk could not see is told: five by name, the rest by number', async (t) => {
  const unreadable = Array.from({ length: 100 }, (_, i) => ({
    path: `/data/${i}`,
    code: i === 0 ? 'EIO' : 'EACCES',
  }));
  const { problems } = await walkProblems({ unreadable, unreadableCount: 1234 });
  t.deepEqual(
    problems.map(({ code }) => code),
    ['unreadable', ...Array<string>(4).fill('permission-denied'), 'unreadable'],
  );
  t.regex(problems[1]?.hint ?? '', /root/);
  t.is(problems[0]?.hint, null);
  t.regex(problems[5]?.message ?? '', /^1229 more/);
});

test('a cancelled walk says that its sizes are lower bounds', async (t) => {
  const { problems } = await walkProblems({ state: 'cancelled' });
  t.deepEqual(
    problems.map(({ code }) => code),
    ['scan-cancelled'],
  );
  t.deepEqual((await walkProblems({})).problems, []);
});

test('problems are those of the second reading', async (t) => {
  const files = new MemoryFiles(Object.fromEntries([container(OLD), container(NEW)]));
  files.set(`containers/${OLD}/config.v2.json`, '{');
  const walker = walkerOf(EMPTY_WALK, () => {
    files.set(...container(OLD));
    files.set(`containers/${NEW}/config.v2.json`, '{');
  });
  const { inventory, problems } = await collectDataRoot(placeOf(files, walker));
  t.deepEqual(inventory.earlierRecords.damagedContainers, [OLD]);
  t.deepEqual(inventory.records.damagedContainers, [NEW]);
  t.deepEqual(
    problems.map(({ path }) => path),
    [`/data/containers/${NEW}/config.v2.json`],
  );
});
