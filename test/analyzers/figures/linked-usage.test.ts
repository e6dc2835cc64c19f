import test from 'ava';
import * as fc from 'fast-check';
import { LinkedUsage } from '../../../src/analyzers/figures/linked-usage.js';
import type { Usage } from '../../../src/model/usage.js';
import type { LinkedGroups, WalkGroup, WalkResult } from '../../../src/model/walk.js';

/** An inode and the groups in which it has links. */
interface Inode {
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
  readonly groups: readonly string[];
}

type Walk = Pick<WalkResult, 'groups' | 'linked'>;

function total(inodes: readonly Inode[]): Usage {
  return {
    allocatedBytes: inodes.reduce((sum, inode) => sum + inode.allocatedBytes, 0),
    apparentBytes: inodes.reduce((sum, inode) => sum + inode.apparentBytes, 0),
    inodes: inodes.length,
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** The walk of these inodes, as the walker's contract says. */
function walkOf(inodes: readonly Inode[]): Walk {
  const groups: WalkGroup[] = distinct(inodes.flatMap((inode) => inode.groups)).map((path) => {
    const own = inodes.filter((inode) => distinct(inode.groups)[0] === path);
    return { path, ...total(own), newestMs: 0, unreadable: 0 };
  });
  const several = inodes.filter((inode) => distinct(inode.groups).length > 1);
  const keys = distinct(several.map((inode) => distinct(inode.groups).join('\0')));
  const linked: LinkedGroups[] = keys.map((key) => {
    const own = several.filter((inode) => distinct(inode.groups).join('\0') === key);
    return { groups: key.split('\0'), ...total(own) };
  });
  return { groups, linked };
}

function isIn(group: string, paths: readonly string[]): boolean {
  return paths.some((path) => path === '' || group === path || group.startsWith(`${path}/`));
}

function figures(usage: Usage | null): Usage | null {
  if (usage === null) return null;
  const { allocatedBytes, apparentBytes, inodes } = usage;
  return { allocatedBytes, apparentBytes, inodes };
}

// Names around `/` in byte order, and one that is the beginning of another.
const PATHS = ['', 'a', 'a/b', 'a/b/c', 'a-b', 'a.b/x', 'ab', 'a\u00e4/b', 'b', 'b/c', 'b/c/d/e'] as const;

const inodes: fc.Arbitrary<Inode[]> = fc.array(
  fc.record({
    allocatedBytes: fc.nat(100_000),
    apparentBytes: fc.nat(100_000),
    groups: fc.array(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 5 }),
  }),
  { maxLength: 14 },
);
const asked = fc.array(fc.constantFrom(...PATHS, 'a.b', 'b/c/d'), { maxLength: 5 });

test('usage counts each inode with a link in the set once, freed those with every link in it', (t) => {
  const property = fc.property(inodes, fc.array(asked, { maxLength: 4 }), (all, questions) => {
    const usage = new LinkedUsage([{ root: '', walk: walkOf(all) }]);
    // One index answers many questions: none may leave traces for the next.
    for (const paths of questions) {
      const used = all.filter((inode) => inode.groups.some((group) => isIn(group, paths)));
      const freed = all.filter((inode) => inode.groups.every((group) => isIn(group, paths)));
      const met = paths.length > 0 && used.length > 0;
      t.deepEqual(figures(usage.usageOf(paths)), met ? total(used) : null);
      t.deepEqual(figures(usage.freedBy(paths)), met ? total(freed) : null);
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: 500 }));
});

test('the whole root is what the groups add up to', (t) => {
  const property = fc.property(inodes, (all) => {
    const walk = walkOf(all);
    const usage = new LinkedUsage([{ root: '/r', walk }]);
    const whole = all.length === 0 ? null : total(all);
    t.deepEqual(figures(usage.usageOf(['/r'])), whole);
    t.deepEqual(figures(usage.freedBy(['/r', '/r/a'])), whole);
  });
  t.notThrows(() => fc.assert(property));
});

const SHARED: Inode = { allocatedBytes: 4096, apparentBytes: 5, groups: ['x', 'y'] };
const OWN: Inode = { allocatedBytes: 8192, apparentBytes: 7, groups: ['x'] };

test('each path is asked of the innermost root above it, and several roots add up', (t) => {
  const usage = new LinkedUsage([
    { root: '/data', walk: walkOf([SHARED, OWN]) },
    { root: '/data/100.100', walk: walkOf([SHARED]) },
    { root: '/', walk: walkOf([OWN]) },
  ]);
  t.is(usage.usageOf(['/data/100.100/y'])?.allocatedBytes, 4096);
  t.is(usage.usageOf(['/data'])?.allocatedBytes, 12_288);
  t.is(usage.usageOf(['/data', '/data/100.100'])?.allocatedBytes, 16_384);
  t.is(usage.usageOf(['/x'])?.allocatedBytes, 8192);
  t.is(usage.usageOf(['/database/x']), null);
});

test('what was not met is not 0, and beside what was met it adds nothing', (t) => {
  const usage = new LinkedUsage([{ root: '/data', walk: walkOf([SHARED, OWN]) }]);
  for (const paths of [[], ['/data/z'], ['/elsewhere'], ['/data/x/below']]) {
    t.is(usage.usageOf(paths), null);
    t.is(usage.freedBy(paths), null);
  }
  t.is(usage.freedBy(['/data/x', '/data/z'])?.allocatedBytes, 8192);
});

test('what could not be read below the directories is told', (t) => {
  const { groups, linked } = walkOf([SHARED, OWN]);
  const walk = { groups: groups.map((group) => ({ ...group, unreadable: 2 })), linked };
  const usage = new LinkedUsage([{ root: '', walk }]);
  t.is(usage.usageOf(['x'])?.unreadable, 2);
  t.is(usage.freedBy([''])?.unreadable, 2 * groups.length);
});

test('a sum that has stopped at the largest exact integer stays there', (t) => {
  const huge = Number.MAX_SAFE_INTEGER;
  const walk: Walk = {
    groups: [
      { path: 'x', allocatedBytes: 4096, apparentBytes: huge, inodes: 2, newestMs: 0, unreadable: 0 },
      { path: 'y', allocatedBytes: 0, apparentBytes: 0, inodes: 0, newestMs: 0, unreadable: 0 },
    ],
    linked: [{ groups: ['x', 'y'], allocatedBytes: 4096, apparentBytes: huge, inodes: 1 }],
  };
  const usage = new LinkedUsage([{ root: '', walk }]);
  t.is(usage.usageOf([''])?.apparentBytes, huge);
  t.is(usage.freedBy(['x'])?.apparentBytes, huge);
  t.is(usage.usageOf(['y'])?.apparentBytes, huge);
});

function layer(i: number): string {
  return `overlay/${i}`;
}

test('ten thousand layers in chains with a hundred thousand link sets are each asked for', (t) => {
  const layers = 10_000;
  const groups = Array.from({ length: layers }, (_, i) => {
    return { path: layer(i), allocatedBytes: 0, apparentBytes: 0, inodes: 0, newestMs: 0, unreadable: 0 };
  });
  const linked = Array.from({ length: 100_000 }, (_, i) => {
    const first = (i * 7) % layers;
    const shared = [0, 1, 2, 3].map((step) => layer((first + step * (1 + (i % 10))) % layers)).sort();
    return { groups: shared, allocatedBytes: 4096, apparentBytes: 1, inodes: 1 };
  });
  for (const { groups: shared } of linked) {
    const owner = groups[Number((shared[0] ?? '').slice('overlay/'.length))];
    if (owner !== undefined) owner.allocatedBytes += 4096;
  }
  const usage = new LinkedUsage([{ root: '', walk: { groups, linked } }]);
  let incidences = 0;
  for (let i = 0; i < layers; i++) incidences += (usage.usageOf([layer(i)])?.allocatedBytes ?? 0) / 4096;
  t.is(incidences, 4 * linked.length);
  t.is(usage.freedBy(['overlay'])?.allocatedBytes, 4096 * linked.length);
});
