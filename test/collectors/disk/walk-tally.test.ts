import test from 'ava';
import * as fc from 'fast-check';
import { emptyGroupTally, type LinkSighting, WalkTally } from '../../../src/collectors/disk/walk-tally.js';
import type { WalkResult } from '../../../src/model/walk.js';

const GROUPS = ['', 'a', 'a/b', 'a\u00e4', 'b', 'c/d'] as const;

/** An inode that is met once for each of its names, in the groups where they lie. */
interface Inode {
  readonly groups: readonly string[];
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
  /** Links outside the tree, never met. */
  readonly outside: number;
}

const bytes = fc.oneof(fc.nat(1000), fc.constantFrom(2 ** 52, Number.MAX_SAFE_INTEGER, 2 ** 63));
const inode: fc.Arbitrary<Inode> = fc.record({
  groups: fc.array(fc.constantFrom(...GROUPS), { minLength: 1, maxLength: 4 }),
  allocatedBytes: bytes,
  apparentBytes: bytes,
  outside: fc.nat(1),
});

/** One entry met by one worker: a link of an inode with several, or an inode of its own. */
type Meeting = { readonly link: LinkSighting } | { readonly single: Inode };

function meetings(inodes: readonly Inode[]): Meeting[] {
  return inodes.flatMap((one, i): Meeting[] => {
    const links = one.groups.length + one.outside;
    if (links === 1) return [{ single: one }];
    const { allocatedBytes, apparentBytes } = one;
    return one.groups.map((group) => ({
      link: { key: `1:${i}`, links, allocatedBytes, apparentBytes, group },
    }));
  });
}

function meet(tally: WalkTally, meeting: Meeting): void {
  if ('link' in meeting) {
    tally.addLink(meeting.link);
    return;
  }
  const { groups, allocatedBytes, apparentBytes } = meeting.single;
  tally.addGroup({ ...emptyGroupTally(groups[0] ?? ''), allocatedBytes, apparentBytes, inodes: 1 });
}

function saturated(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + BigInt(value), 0n);
  return Number(sum > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) : sum);
}

function usageOf(inodes: readonly Inode[]): WalkResult['total'] {
  return {
    allocatedBytes: saturated(inodes.map((one) => one.allocatedBytes)),
    apparentBytes: saturated(inodes.map((one) => one.apparentBytes)),
    inodes: inodes.length,
  };
}

function distinct(groups: readonly string[]): string[] {
  return [...new Set(groups)].sort();
}

/** The result by definition: each inode in the first of its groups. */
function expected(inodes: readonly Inode[]): Pick<WalkResult, 'total' | 'groups' | 'linked'> {
  const groups = distinct(inodes.flatMap((one) => one.groups)).map((path) => {
    const own = inodes.filter((one) => distinct(one.groups)[0] === path);
    return { path, ...usageOf(own), newestMs: 0, unreadable: 0 };
  });
  const several = inodes.filter((one) => distinct(one.groups).length > 1);
  const sets = distinct(several.map((one) => distinct(one.groups).join('\0')));
  const linked = sets.map((key) => {
    const own = several.filter((one) => distinct(one.groups).join('\0') === key);
    return { groups: key.split('\0'), ...usageOf(own) };
  });
  return { total: usageOf(inodes), groups, linked };
}

function figuresOf({ total, groups, linked }: WalkResult): Pick<WalkResult, 'total' | 'groups' | 'linked'> {
  return { total, groups, linked };
}

test('each inode counts once, in the first of its groups, in whatever order its links are met', (t) => {
  const scenario = fc.array(inode, { maxLength: 8 }).chain((inodes) => {
    const all = meetings(inodes);
    return fc.tuple(fc.constant(inodes), fc.shuffledSubarray(all, { minLength: all.length }));
  });
  const property = fc.property(scenario, ([inodes, order]) => {
    const tally = new WalkTally();
    for (const meeting of order) meet(tally, meeting);
    t.deepEqual(figuresOf(tally.result('complete', 0)), expected(inodes));
  });
  t.notThrows(() => fc.assert(property, { numRuns: 300 }));
});

test('results on the way hold what was met so far and change nothing in the end', (t) => {
  const property = fc.property(fc.array(inode, { maxLength: 6 }), (inodes) => {
    const tally = new WalkTally();
    for (const meeting of meetings(inodes)) {
      meet(tally, meeting);
      const { total, groups } = tally.result('running', 0);
      const sum = saturated(groups.map((group) => group.allocatedBytes));
      t.is(total.allocatedBytes, sum);
    }
    t.deepEqual(tally.result('running', 0).total, expected(inodes).total);
    t.deepEqual(figuresOf(tally.result('complete', 0)), expected(inodes));
  });
  t.notThrows(() => fc.assert(property));
});

test('a result that was handed out does not change any more', (t) => {
  const tally = new WalkTally();
  const link = { links: 2, allocatedBytes: 8, apparentBytes: 5 };
  tally.addLink({ ...link, key: '1:1', group: 'a' });
  tally.addLink({ ...link, key: '1:1', group: 'b' });
  const early = tally.result('running', 0);
  const before = structuredClone(early);
  // Known as soon as every link was met: until then it may still gain a group.
  t.is(early.linked.length, 1);
  tally.addLink({ ...link, key: '1:2', group: 'a' });
  tally.addLink({ ...link, key: '1:2', group: 'b' });
  tally.addGroup({ ...emptyGroupTally('a'), allocatedBytes: 1 });
  tally.addUnreadable({ path: '/x', code: 'EIO' });
  tally.addMountSkipped('m');
  t.deepEqual(early, before);
  t.is(tally.result('complete', 0).linked[0]?.inodes, 2);
});

test('the same inode number on another device is another inode', (t) => {
  const tally = new WalkTally();
  const link = { links: 2, allocatedBytes: 8, apparentBytes: 5, group: '' };
  tally.addLink({ ...link, key: '1:7' });
  tally.addLink({ ...link, key: '2:7' });
  t.is(tally.result('complete', 0).total.inodes, 2);
});

test('the newest time and the unreadable entries of a group add up over its parts', (t) => {
  const tally = new WalkTally();
  for (const newestMs of [5, 9, 3]) tally.addGroup({ ...emptyGroupTally('a'), newestMs, unreadable: 1 });
  const [group] = tally.result('complete', 0).groups;
  t.is(group?.newestMs, 9);
  t.is(group?.unreadable, 3);
});

test('a hundred unreadable entries are named, all are counted, and lists are in order', (t) => {
  const tally = new WalkTally();
  for (let i = 149; i >= 0; i--) tally.addUnreadable({ path: `/${i}`, code: 'EACCES' });
  for (const path of ['c', 'a', 'b']) {
    tally.addMountSkipped(path);
    tally.addExcluded(`x${path}`);
  }
  tally.addVanished(2);
  tally.addVanished(3);
  const result = tally.result('cancelled', 12);
  t.is(result.unreadable.length, 100);
  const paths = result.unreadable.map(({ path }) => path);
  t.deepEqual(paths, [...paths].sort());
  t.is(result.unreadableCount, 150);
  t.deepEqual(result.mountsSkipped, ['a', 'b', 'c']);
  t.deepEqual(result.excluded, ['xa', 'xb', 'xc']);
  t.is(result.vanished, 5);
  t.is(result.state, 'cancelled');
  t.is(result.elapsedMs, 12);
});
