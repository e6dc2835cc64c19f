import test from 'ava';
import { check } from '../../../src/analyzers/check/check.js';
import { NO_THRESHOLDS } from '../../../src/model/check.js';
import { brokenLines, heldLines, unjudgedLines } from '../../../src/report/text/check.js';
import type { CheckResult, Report } from '../../../src/report/types.js';
import {
  cancelled,
  EARLIER,
  hostReport,
  unread,
  withAnotherRoot,
  withContainer,
  withFilesystem,
  withRoot,
} from '../../analyzers/check/reports.js';

const STYLE = { iec: false };

function result(
  report: Report,
  thresholds: Partial<typeof NO_THRESHOLDS>,
  baseline: Report | null = null,
): CheckResult {
  return check(report, { ...NO_THRESHOLDS, ...thresholds }, baseline);
}

function broken(report: Report, thresholds: Partial<typeof NO_THRESHOLDS>, baseline?: Report): string[] {
  return brokenLines(result(report, thresholds, baseline ?? null), STYLE);
}

const FULL = withFilesystem(hostReport(), {
  mountPoint: '/var/lib/docker',
  usedBytes: 93_100_000_000,
  availableBytes: 6_900_000_000,
});

test('a broken rule says where, the figure, the limit, and what to run next', (t) => {
  t.deepEqual(broken(withRoot(FULL, { reclaimableBytes: 20e9 }), { maxUsedPercent: 85 }), [
    'filesystem /var/lib/docker (ext4): 93.1 % used, limit 85 %: bilge clean --free 8.1GB brings it below',
  ]);
});

test('a cleanup that is not enough is not said to be', (t) => {
  t.deepEqual(broken(withRoot(FULL, { reclaimableBytes: 2e9 }), { maxUsedPercent: 85 }), [
    'filesystem /var/lib/docker (ext4): 93.1 % used, limit 85 %, 8.10 GB too much, of which 2.00 GB can be reclaimed: bilge clean shows what can go, bilge df what is in the way',
  ]);
});

test('a filesystem that is mounted elsewhere names the roots on it', (t) => {
  t.deepEqual(broken(withAnotherRoot(hostReport(), {}), { maxInodesPercent: 10 }), [
    'filesystem / (ext4, has /var/lib/docker, /srv/docker): 16.7 % of the inodes used, limit 10 %: bilge df shows what has the inodes',
  ]);
});

test('a figure just above its limit has as many digits as it takes to see that', (t) => {
  const report = withFilesystem(hostReport(), { usedBytes: 850_010, availableBytes: 149_990 });
  t.regex(broken(report, { maxUsedPercent: 85 })[0] ?? '', /: 85\.001 % used, limit 85 %/);
  const log = withContainer(hostReport(), 'job', { logBytes: 1_000_000_001 });
  t.regex(
    broken(log, { maxLogBytes: 1_000_000_000 })[0] ?? '',
    /takes 1,000,000,001 bytes, limit 1,000,000,000 bytes: /,
  );
});

test('sizes are held to sizes and to shares', (t) => {
  const rich = withRoot(hostReport(), { reclaimableBytes: 12e9 });
  t.deepEqual(broken(rich, { maxReclaimable: { bytes: 10e9 } }), [
    '/var/lib/docker: 12.00 GB reclaimable, limit 10.00 GB: bilge clean shows what can go',
  ]);
  t.deepEqual(broken(rich, { maxReclaimable: { percent: 15 } }), [
    'filesystem / (ext4, has /var/lib/docker): 20.0 % of the used is reclaimable (12.00 GB), limit 15 %: bilge clean shows what can go',
  ]);
  t.regex(
    broken(withAnotherRoot(rich, {}), { maxLeftoversBytes: 0 })[0] ?? '',
    /^all roots: [\d.]+ MB of leftovers, limit 0 B: bilge leftovers shows each, and how to remove it$/,
  );
});

test('growth says what it was measured over', (t) => {
  t.deepEqual(broken(hostReport(), { maxLogGrowthBytes: 1_000_000 }), [
    'container web: its log grows by 1,000,038 bytes a day on average since 2026-05-22T12:00:00.000Z, limit 1,000,000 bytes a day: bilge logs shows it; created anew with --log-opt max-size=10m, it is bounded',
  ]);
  const baseline = { ...withContainer(hostReport(), 'web', { logBytes: 384 }), generatedAt: EARLIER };
  t.regex(
    broken(hostReport(), { maxLogGrowthBytes: 1_000_000 }, baseline)[0] ?? '',
    /grows by 5\.00 MB a day since the baseline of 2026-05-30T12:00:00\.000Z, limit 1\.00 MB a day: /,
  );
});

test('what cannot be judged names the rule and the reason, and has no figure where there is none', (t) => {
  const lines = unjudgedLines(result(unread(hostReport()), { maxLeftoversBytes: 5, maxLogBytes: 5 }), STYLE);
  t.deepEqual(lines, [
    'bilge: max-leftovers cannot be judged: /var/lib/docker: it may not be read by this user',
    'bilge: max-log cannot be judged: /var/lib/docker: it may not be read by this user',
  ]);
  const [bound] = unjudgedLines(result(cancelled(hostReport()), { maxLeftoversBytes: 1e9 }), STYLE);
  t.regex(bound ?? '', /: ≥[\d.]+ kB of leftovers, limit 1\.00 GB: .*the scan was cancelled/);
});

test('what holds is said with its figure, or why there is none', (t) => {
  const lines = heldLines(
    result(withFilesystem(hostReport(), { inodesTotal: null, inodesFree: null }), {
      maxUsedPercent: 85,
      maxInodesPercent: 85,
      maxLogBytes: 1e9,
    }),
    STYLE,
  );
  t.deepEqual(lines, [
    'ok: filesystem / (ext4, has /var/lib/docker): 63.2 % used, limit 85 %',
    'ok: filesystem / (ext4, has /var/lib/docker): it has no limit of inodes (max-inodes)',
    'ok: container job: its log takes 20.00 MB, limit 1.00 GB',
  ]);
});

test('names from outside reach no terminal as they are', (t) => {
  const name = 'web\u001b[31m\nforged';
  const report = withContainer(hostReport(), 'web', { name, logBytes: 5e9 });
  const unmeasured = withContainer(hostReport(), 'web', {
    name,
    logBytes: null,
    unmeasuredReason: 'why\u001b',
  });
  const lines = [
    ...broken(report, { maxLogBytes: 1e9 }),
    ...unjudgedLines(result(unmeasured, { maxLogBytes: 1e9 }), STYLE),
    ...heldLines(result(report, { maxLogBytes: 1e12 }), STYLE),
  ];
  t.is(lines.length, 3);
  for (const line of lines) t.notRegex(line, /[\p{Cc}]/u);
});
