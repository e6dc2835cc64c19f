import test from 'ava';
import * as fc from 'fast-check';
import { checkInodes } from '../../../src/analyzers/check/inodes.js';
import { checkUsed } from '../../../src/analyzers/check/used.js';
import { parseByteSize } from '../../../src/model/byte-size.js';
import { FILESYSTEM } from '../records.js';
import { cancelled, hostReport, withAnotherRoot, withFilesystem, withRoot } from './reports.js';

// 60 GB used, 35 GB available: 63.16 % as df counts, 60 % of the whole.
test('the share in use is that of df: without the blocks reserved for root', (t) => {
  const [finding] = checkUsed(hostReport(), 61);
  t.like(finding, { rule: 'max-used', state: 'broken', measuredBytes: 60_000_000_000, limitPercent: 61 });
  t.is(finding?.measuredPercent?.toFixed(3), '63.158');
  t.like(finding?.where, { kind: 'filesystem', path: '/', type: 'ext4', roots: ['/var/lib/docker'] });
});

test('exactly at the limit holds, and a byte more breaks it', (t) => {
  const at = { usedBytes: 85_000, availableBytes: 15_000 };
  t.is(checkUsed(withFilesystem(hostReport(), at), 85)[0]?.state, 'holds');
  const above = { usedBytes: 85_001, availableBytes: 14_999 };
  t.like(checkUsed(withFilesystem(hostReport(), above), 85)[0], { state: 'broken', excessBytes: 1 });
});

test('what has to go brings it to the limit, and a byte less does not', (t) => {
  const bytes = fc.nat({ max: 2 ** 40 });
  const share = fc.nat({ max: 100_000 }).map((thousandths) => thousandths / 1000);
  fc.assert(
    fc.property(bytes, bytes, share, (usedBytes, availableBytes, limit) => {
      const report = withFilesystem(hostReport(), { usedBytes, availableBytes });
      const [finding] = checkUsed(report, limit);
      if (finding?.state !== 'broken') return;
      const after = (freed: number) =>
        checkUsed(
          withFilesystem(report, { usedBytes: usedBytes - freed, availableBytes: availableBytes + freed }),
          limit,
        )[0]?.state;
      const excess = finding.excessBytes ?? 0;
      t.is(after(excess), 'holds');
      t.is(after(excess - 1), 'broken');
    }),
    { numRuns: 50 },
  );
});

test('the command frees at least what has to go, and where that cannot be reclaimed it is not promised', (t) => {
  const tight = withFilesystem(hostReport(), { usedBytes: 85_000_500, availableBytes: 15_000_000 });
  const [enough] = checkUsed(withRoot(tight, { reclaimableBytes: 10_000_000 }), 85);
  const amount = /^bilge clean --free (\S+)$/.exec(enough?.next?.command ?? '')?.[1] ?? '';
  t.true((parseByteSize(amount) ?? 0) >= (enough?.excessBytes ?? Infinity));
  t.is(enough?.next?.does, 'brings it below');
  const [short] = checkUsed(withRoot(tight, { reclaimableBytes: 10 }), 85);
  t.like(short, { next: { command: 'bilge clean' }, reclaimableBytes: 10 });
  const [unknown] = checkUsed(withRoot(tight, { reclaimableBytes: null }), 85);
  t.is(unknown?.reclaimableBytes, null);
  t.regex(unknown?.next?.command ?? '', /--free/);
  // What a scan has seen so far is no end of it.
  t.is(checkUsed(cancelled(withRoot(tight, { reclaimableBytes: 10 })), 85)[0]?.reclaimableBytes, null);
});

test('where nothing is available it is said that more may have to go', (t) => {
  const [finding] = checkUsed(withFilesystem(hostReport(), { availableBytes: 0 }), 90);
  t.is(finding?.measuredPercent, 100);
  t.regex(finding?.note ?? '', /more has to go where the blocks reserved for root are in use/);
});

test('two roots on one filesystem are one finding, on two they are two', (t) => {
  const same = withAnotherRoot(hostReport(), {});
  t.deepEqual(
    checkUsed(same, 50).map(({ where }) => where.roots),
    [['/var/lib/docker', '/srv/docker']],
  );
  // One device may be mounted twice.
  const mounted = withAnotherRoot(hostReport(), { filesystem: { ...FILESYSTEM, mountPoint: '/srv' } });
  t.is(checkUsed(mounted, 50).length, 1);
  const other = withAnotherRoot(hostReport(), {
    filesystem: { ...FILESYSTEM, device: '/dev/vdb1', mountPoint: '/srv', usedBytes: 1 },
  });
  t.deepEqual(
    checkUsed(other, 50).map(({ where, state }) => [where.path, state]),
    [
      ['/', 'broken'],
      ['/srv', 'holds'],
    ],
  );
  // Of filesystems without a device, the mount point tells which is which.
  const tmpfs = { ...FILESYSTEM, device: 'tmpfs', type: 'tmpfs' };
  const two = withAnotherRoot(withFilesystem(hostReport(), tmpfs), {
    filesystem: { ...tmpfs, mountPoint: '/srv' },
  });
  t.is(checkUsed(two, 50).length, 2);
});

test('without a filesystem to look at, as of an engine elsewhere, nothing is judged', (t) => {
  const remote = withRoot(hostReport(), { filesystem: null });
  for (const rule of [checkUsed, checkInodes]) {
    t.like(rule(remote, 90)[0], { state: 'unjudged', measuredPercent: null, measuredBytes: null });
    t.like(rule({ ...remote, roots: [] }, 90)[0], { state: 'unjudged', note: 'no root was read' });
  }
  const empty = withFilesystem(hostReport(), { usedBytes: 0, availableBytes: 0 });
  t.is(checkUsed(empty, 90)[0]?.state, 'unjudged');
});

test('inodes are judged by what is used of them', (t) => {
  // 1,000,000 of 6,000,000.
  t.like(checkInodes(hostReport(), 16)[0], {
    rule: 'max-inodes',
    state: 'broken',
    measuredInodes: 1_000_000,
    excessInodes: 40_000,
  });
  t.is(checkInodes(hostReport(), 17)[0]?.state, 'holds');
});

test('a filesystem that sets no limit of inodes cannot run out of them; one that does not tell is not judged', (t) => {
  const btrfs = withFilesystem(hostReport(), { inodesTotal: null, inodesFree: null });
  t.like(checkInodes(btrfs, 0)[0], { state: 'holds', measuredInodes: null, measuredPercent: null });
  const silent = withFilesystem(hostReport(), { inodesFree: null });
  t.like(checkInodes(silent, 90)[0], { state: 'unjudged', measuredInodes: null });
});

test('a share at or above the figure never breaks the rule, one below it does', (t) => {
  const figures = fc.record({
    usedBytes: fc.maxSafeNat().map((bytes) => Math.floor(bytes / 2)),
    availableBytes: fc.maxSafeNat().map((bytes) => Math.floor(bytes / 2)),
    inodesTotal: fc.integer({ min: 1, max: 2 ** 40 }),
    inodesFree: fc.nat({ max: 2 ** 40 }),
  });
  const base = hostReport();
  fc.assert(
    fc.property(figures, (filesystem) => {
      const report = withFilesystem(base, filesystem);
      for (const rule of [checkUsed, checkInodes]) {
        const figure = rule(report, 100)[0]?.measuredPercent ?? 0;
        const above = Math.min(100, (Math.floor(figure * 1000) + 1) / 1000);
        t.not(rule(report, above)[0]?.state, 'broken');
        const below = (Math.ceil(figure * 1000) - 1) / 1000;
        if (below >= 0) t.is(rule(report, below)[0]?.state, 'broken');
      }
    }),
  );
});
