import test from 'ava';
import * as fc from 'fast-check';
import { checkLeftovers } from '../../../src/analyzers/check/leftovers.js';
import { checkReclaimable } from '../../../src/analyzers/check/reclaimable.js';
import { lossToShare } from '../../../src/analyzers/check/share.js';
import { categoryOf, rootOf } from '../find.js';
import { FILESYSTEM } from '../records.js';
import { cancelled, hostReport, unread, withAnotherRoot, withFilesystem, withRoot } from './reports.js';

test('what can be reclaimed in all roots together is held to a size', (t) => {
  const one = withRoot(hostReport(), { reclaimableBytes: 300 });
  t.like(checkReclaimable(one, { bytes: 299 })[0], {
    state: 'broken',
    measuredBytes: 300,
    excessBytes: 1,
    where: { kind: 'root', path: '/var/lib/docker' },
    next: { command: 'bilge clean' },
  });
  t.is(checkReclaimable(one, { bytes: 300 })[0]?.state, 'holds');
  const two = withAnotherRoot(one, { reclaimableBytes: 500 });
  t.like(checkReclaimable(two, { bytes: 700 })[0], { measuredBytes: 800, where: { kind: 'host' } });
});

test('a share is that of what the filesystem has in use, with the roots on it', (t) => {
  const full = withRoot(withFilesystem(hostReport(), { usedBytes: 1000 }), { reclaimableBytes: 200 });
  t.like(checkReclaimable(full, { percent: 20 })[0], { state: 'holds', measuredPercent: 20 });
  t.like(checkReclaimable(full, { percent: 19 })[0], {
    state: 'broken',
    measuredBytes: 200,
    limitPercent: 19,
  });
  const other = { ...FILESYSTEM, device: '/dev/vdb1', mountPoint: '/srv', usedBytes: 400 };
  const two = withAnotherRoot(full, { filesystem: other, reclaimableBytes: 200 });
  t.deepEqual(
    checkReclaimable(two, { percent: 30 }).map(({ state, measuredPercent }) => [state, measuredPercent]),
    [
      ['holds', 20],
      ['broken', 50],
    ],
  );
});

function holds(part: number, whole: number, percent: number): boolean {
  return part * 100 <= percent * whole;
}

test('what has to go for a share lowers the whole as well, and is the least that does', (t) => {
  t.is(lossToShare(200, 1000, 10), 112);
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(99), (part, rest, percent) => {
      const loss = lossToShare(part, part + rest, percent);
      t.true(holds(part - loss, part + rest - loss, percent));
      if (loss > 0) t.false(holds(part - loss + 1, part + rest - loss + 1, percent));
    }),
  );
  t.is(lossToShare(5, 1, 100), 0);
});

test('reclaimable space that is not known in every root breaks a rule, or leaves it open, and never holds', (t) => {
  const known = withRoot(hostReport(), { reclaimableBytes: 300 });
  const two = withAnotherRoot(known, { reclaimableBytes: null, unmeasuredReason: 'nobody could look' });
  t.like(checkReclaimable(two, { bytes: 299 })[0], { state: 'broken', lowerBound: true });
  const [open] = checkReclaimable(two, { bytes: 300 });
  t.like(open, { state: 'unjudged', measuredBytes: 300, note: '/srv/docker: nobody could look' });
  const none = withRoot(hostReport(), { reclaimableBytes: null });
  for (const limit of [{ bytes: 0 }, { percent: 0 }]) {
    t.like(checkReclaimable(none, limit)[0], { state: 'unjudged', measuredBytes: null });
    t.is(checkReclaimable({ ...none, roots: [] }, limit)[0]?.state, 'unjudged');
  }
  t.is(checkReclaimable(cancelled(known), { percent: 50 })[0]?.state, 'unjudged');
});

test('leftovers are those that bilge df counts', (t) => {
  const report = hostReport();
  const bytes = categoryOf(report, 'leftovers').allocatedBytes ?? 0;
  t.true(bytes >= 600_064);
  t.like(checkLeftovers(report, bytes - 1)[0], {
    state: 'broken',
    measuredBytes: bytes,
    excessBytes: 1,
    next: { command: 'bilge leftovers' },
  });
  t.like(checkLeftovers(report, bytes)[0], { state: 'holds', lowerBound: false });
  t.is(checkLeftovers(withAnotherRoot(report, {}), bytes)[0]?.measuredBytes, 2 * bytes);
});

test('leftovers that were not all seen, or may not all be called so, break a rule or leave it open', (t) => {
  const report = hostReport();
  const bytes = categoryOf(report, 'leftovers').allocatedBytes ?? 0;
  const problem = {
    source: 'data-root',
    code: 'damaged-metadata',
    message: 'repositories.json is damaged.',
    path: '/var/lib/docker/image/overlay2/repositories.json',
    missing: 'names of images',
    hint: null,
  } as const;
  for (const partial of [cancelled(report), { ...report, problems: [problem] }]) {
    t.like(checkLeftovers(partial, bytes - 1)[0], { state: 'broken', lowerBound: true });
    t.like(checkLeftovers(partial, bytes)[0], { state: 'unjudged', measuredBytes: bytes });
  }
  const uncounted = withRoot(report, {
    categories: rootOf(report).categories.map((category) => ({ ...category, objects: null })),
  });
  t.is(checkLeftovers(uncounted, bytes)[0]?.state, 'unjudged');
  const nothingMissing = { ...report, problems: [{ ...problem, missing: null }] };
  t.is(checkLeftovers(nothingMissing, bytes)[0]?.state, 'holds');
  const elsewhere = { ...report, problems: [{ ...problem, path: '/var/lib/dockerx/image' }] };
  t.is(checkLeftovers(elsewhere, bytes)[0]?.state, 'holds');
  t.like(checkLeftovers(unread(report), 0)[0], { state: 'unjudged', measuredBytes: null });
  t.is(checkLeftovers({ ...report, roots: [] }, 0)[0]?.state, 'unjudged');
  t.is(rootOf(report).scan.state, 'complete');
});

test('a size at or above the figure never breaks a rule', (t) => {
  const base = hostReport();
  fc.assert(
    fc.property(fc.option(fc.maxSafeNat()), fc.maxSafeNat(), (figure, limit) => {
      const report = withRoot(base, { reclaimableBytes: figure });
      const [finding] = checkReclaimable(report, { bytes: limit });
      t.is(finding?.state, figure === null ? 'unjudged' : figure > limit ? 'broken' : 'holds');
    }),
  );
});
