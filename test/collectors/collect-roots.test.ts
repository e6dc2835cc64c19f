import test from 'ava';
import { RootScans, type RootsResult } from '../../src/collectors/collect-roots.js';
import type { RootPlace } from '../../src/collectors/data-root/collect-data-root.js';
import type { LocatedRoot } from '../../src/collectors/data-root/open-root.js';
import type { DiskWalker, WalkRequest } from '../../src/collectors/disk/walker.js';
import { EMPTY_WALK } from './data-root/empty-walk.js';
import { MemoryFiles } from './data-root/memory-files.js';

/** A walker that says when it begins and ends when it is told to. */
class ManualWalker implements DiskWalker {
  readonly #begun = Promise.withResolvers<WalkRequest>();
  readonly #end = Promise.withResolvers<void>();
  walks = 0;

  readonly begun = this.#begun.promise;

  end(): void {
    this.#end.resolve();
  }

  fail(error: Error): void {
    this.#end.reject(error);
  }

  async walk(request: WalkRequest): Promise<typeof EMPTY_WALK> {
    this.walks++;
    this.#begun.resolve(request);
    request.onProgress?.({ ...EMPTY_WALK, state: 'running' });
    const cancelled = Promise.withResolvers<void>();
    request.signal?.addEventListener('abort', () => cancelled.resolve());
    await Promise.race([this.#end.promise, cancelled.promise]);
    return { ...EMPTY_WALK, state: request.signal?.aborted === true ? 'cancelled' : 'complete' };
  }
}

function rootAt(path: string, walker: DiskWalker, options: Partial<RootPlace> = {}): LocatedRoot {
  const disk = { type: 'ext4', device: '/dev/one', mountPoint: '/', totalBytes: 9, usedBytes: 1 };
  const place: RootPlace = {
    kind: 'data-root',
    origin: 'default',
    path,
    files: new MemoryFiles(),
    walker,
    filesystem: { ...disk, freeBytes: 8, availableBytes: 8, inodesTotal: null, inodesFree: null },
    heldByEngine: null,
    mountPoints: [],
    nested: [],
    ...options,
  };
  return { state: 'ready', place };
}

function onDisk(root: LocatedRoot, device: string): LocatedRoot {
  const { filesystem } = root.place;
  return { ...root, place: { ...root.place, filesystem: filesystem && { ...filesystem, device } } };
}

function states(result: RootsResult | undefined): string[] {
  return (result?.roots ?? []).map(({ path, walk }) => `${path} ${walk?.state ?? 'none'}`);
}

test('roots of one disk are walked one after another, and progress shows them all', async (t) => {
  const seen: RootsResult[] = [];
  const scans = new RootScans(undefined, (soFar) => seen.push(soFar));
  const [one, two] = [new ManualWalker(), new ManualWalker()];
  const collected = scans.collect([rootAt('/one', one), rootAt('/two', two)]);
  await one.begun;
  t.is(two.walks, 0);
  t.deepEqual(states(seen[0]), ['/one none', '/two none']);
  t.deepEqual(states(seen.at(-1)), ['/one running', '/two none']);
  one.end();
  await two.begun;
  t.deepEqual(states(seen.at(-1)), ['/one complete', '/two running']);
  two.end();
  t.deepEqual(states(await collected), ['/one complete', '/two complete']);
});

test('roots of several disks are walked at the same time', async (t) => {
  const scans = new RootScans(undefined, () => undefined);
  const [one, two] = [new ManualWalker(), new ManualWalker()];
  const collected = scans.collect([rootAt('/one', one), onDisk(rootAt('/two', two), '/dev/two')]);
  await Promise.all([one.begun, two.begun]);
  one.end();
  two.end();
  t.is((await collected).roots.length, 2);
});

test('what has begun goes on when it is one of the roots, under the reason that is known by then', async (t) => {
  const scans = new RootScans(undefined, () => undefined);
  const walker = new ManualWalker();
  scans.begin(rootAt('/one', walker).place);
  const unused = new ManualWalker();
  const collected = scans.collect([rootAt('/one', unused, { origin: 'engine' })]);
  await walker.begun;
  walker.end();
  const { roots } = await collected;
  t.is(roots[0]?.origin, 'engine');
  t.is(walker.walks, 1);
  t.is(unused.walks, 0);
});

test('what has begun ends when it is none of the roots, or another root was found inside it', async (t) => {
  for (const root of [
    rootAt('/two', new ManualWalker()),
    rootAt('/one', new ManualWalker(), { nested: ['/one/x'] }),
  ]) {
    const scans = new RootScans(undefined, () => undefined);
    const early = new ManualWalker();
    scans.begin(rootAt('/one', early).place);
    const request = await early.begun;
    const collected = scans.collect([root]);
    t.true(request.signal?.aborted);
    const { walker } = root.place;
    if (!(walker instanceof ManualWalker)) return t.fail();
    await walker.begun;
    walker.end();
    t.deepEqual(states(await collected), [`${root.place.path} complete`]);
  }
});

test('a root that fails costs only itself, and is named', async (t) => {
  const scans = new RootScans(undefined, () => undefined);
  const [one, two] = [new ManualWalker(), new ManualWalker()];
  const collected = scans.collect([rootAt('/one', one), rootAt('/two', two)]);
  await one.begun;
  one.fail(new Error('the thread died'));
  await two.begun;
  two.end();
  const { roots, problems } = await collected;
  t.deepEqual(states({ roots, problems }), ['/one none', '/two complete']);
  t.deepEqual(
    problems.map(({ code, path, message }) => [code, path, message]),
    [['root-failed', '/one', '/one could not be read: the thread died']],
  );
  t.deepEqual(roots[0]?.records.unlisted, ['']);
});

test('a cancelled collection leaves what was not begun, and says so of each root', async (t) => {
  const abort = new AbortController();
  const scans = new RootScans(abort.signal, () => undefined);
  const [one, two] = [new ManualWalker(), new ManualWalker()];
  const collected = scans.collect([rootAt('/one', one), rootAt('/two', two)]);
  await one.begun;
  abort.abort();
  const { roots, problems } = await collected;
  t.deepEqual(states({ roots, problems }), ['/one cancelled', '/two none']);
  t.is(two.walks, 0);
  t.deepEqual(
    problems.map(({ code, path }) => [code, path]),
    [
      ['scan-cancelled', '/one'],
      ['scan-cancelled', '/two'],
    ],
  );
});

test('a root that may not be read is there with its filesystem', async (t) => {
  const scans = new RootScans(undefined, () => undefined);
  const walker = new ManualWalker();
  const { roots } = await scans.collect([{ state: 'denied', place: rootAt('/one', walker).place }]);
  t.like(roots[0], { denied: true, path: '/one', walk: null });
  t.is(roots[0]?.filesystem?.totalBytes, 9);
  t.is(walker.walks, 0);
});

test('what has begun is given up when its root lost what was taken for nested, or on demand', async (t) => {
  const scans = new RootScans(undefined, () => undefined);
  const [early, late] = [new ManualWalker(), new ManualWalker()];
  scans.begin(rootAt('/one', early, { nested: ['/one/x'] }).place);
  const first = await early.begun;
  const collected = scans.collect([rootAt('/one', late)]);
  t.true(first.signal?.aborted);
  await late.begun;
  late.end();
  await collected;
  const again = new ManualWalker();
  scans.begin(rootAt('/two', again).place);
  const second = await again.begun;
  scans.cancel();
  t.true(second.signal?.aborted);
});
