import test from 'ava';
import * as fc from 'fast-check';
import { checkLogGrowth } from '../../../src/analyzers/check/log-growth.js';
import { checkLogSize } from '../../../src/analyzers/check/log-size.js';
import type { Report } from '../../../src/report/types.js';
import { cancelled, containerOf, EARLIER, hostReport, unread, withContainer } from './reports.js';

/** The same host two days before, with another log of `web`. */
function baselineWith(logBytes: number): Report {
  return { ...withContainer(hostReport(), 'web', { logBytes }), generatedAt: EARLIER };
}

const WEB_LOG = containerOf(hostReport(), 'web').logBytes ?? 0;

test('each log above the limit is a line of its own, the largest first; at the limit it holds', (t) => {
  t.deepEqual(
    checkLogSize(hostReport(), 1_000_000).map(({ state, where }) => [state, where.name]),
    [
      ['broken', 'job'],
      ['broken', 'web'],
    ],
  );
  const [holds, ...none] = checkLogSize(hostReport(), 20_000_256);
  t.like(holds, { state: 'holds', where: { name: 'job' }, measuredBytes: 20_000_256 });
  t.is(none.length, 0);
  t.like(checkLogSize(hostReport(), 20_000_255), [{ state: 'broken', excessBytes: 1 }]);
});

test('a log that is not in files is not judged as one of 0 bytes, nor as unmeasured', (t) => {
  const { logging } = containerOf(hostReport(), 'web');
  for (const keeps of ['journal', 'nothing'] as const) {
    const report = withContainer(hostReport(), 'web', { logBytes: null, logging: { ...logging, keeps } });
    t.like(checkLogSize(report, 1e9), [{ state: 'holds', where: { name: 'job' } }]);
  }
  const remote = withContainer(hostReport(), 'web', { logBytes: null, unmeasuredReason: 'far away' });
  t.like(checkLogSize(remote, 1e9), [{ state: 'unjudged', where: { name: 'web' }, note: 'far away' }]);
});

test('logs that are unmeasured for the same reason are one finding', (t) => {
  const report = hostReport();
  const containers = Array.from({ length: 5 }, (_, i) => ({
    ...containerOf(report, 'web'),
    id: `${i}`,
    name: `web-${i}`,
    logBytes: null,
    unmeasuredReason: 'far away',
  }));
  const [finding, ...others] = checkLogSize({ ...report, containers }, 1e9);
  t.is(others.length, 0);
  t.is(finding?.note, 'of 5 containers (web-0, web-1, web-2 and 2 more): far away');
});

test('where a root was not read, or not to the end, its logs are open, unless one is above the limit already', (t) => {
  for (const rule of [checkLogSize, (report: Report, limit: number) => checkLogGrowth(report, limit, null)]) {
    t.like(rule(unread(hostReport()), 1e12), [{ state: 'unjudged', where: { kind: 'root' } }]);
    const partial = rule(cancelled(hostReport()), 1);
    t.like(partial[0], { state: 'broken', lowerBound: true });
    t.like(partial.at(-1), { state: 'unjudged', where: { kind: 'root' } });
    t.deepEqual(
      rule(cancelled(hostReport()), 1e12).map(({ state }) => state),
      ['unjudged'],
    );
  }
});

test('without containers there is nothing to judge', (t) => {
  const none = { ...hostReport(), containers: [] };
  t.like(checkLogSize(none, 0), [{ state: 'holds', measuredBytes: null }]);
  t.like(checkLogGrowth(none, 0, null), [{ state: 'holds', measuredBytes: null }]);
});

test('without a baseline growth is the average since the container was created, of what runs unbounded', (t) => {
  // In ten days.
  const [finding, ...others] = checkLogGrowth(hostReport(), 1_000_000, null);
  t.is(others.length, 0);
  t.like(finding, {
    state: 'broken',
    where: { name: 'web' },
    measuredBytes: 1_000_038,
    basis: 'average',
    since: '2026-05-22T12:00:00.000Z',
  });
  t.is(checkLogGrowth(hostReport(), 1_000_038, null)[0]?.state, 'holds');
});

test('a bounded log, a stopped container and one of less than an hour are not judged by an average', (t) => {
  const { logging } = containerOf(hostReport(), 'web');
  for (const fields of [
    { logging: { ...logging, bounded: true } },
    { status: 'exited' },
    { createdAt: '2026-06-01T11:30:00.000Z' },
  ] as const) {
    const report = withContainer(hostReport(), 'web', fields);
    t.like(checkLogGrowth(report, 0, null), [{ state: 'holds', measuredBytes: null }]);
  }
});

test('a container that began during the walk, which has not met its log, leaves no rule about growth open', (t) => {
  const fields = { logBytes: null, unmeasuredReason: 'the scan has not met it' };
  const young = withContainer(hostReport(), 'web', { ...fields, createdAt: '2026-06-01T12:00:05.000Z' });
  t.like(checkLogGrowth(young, 0, null), [{ state: 'holds', measuredBytes: null }]);
  t.is(checkLogGrowth(withContainer(hostReport(), 'web', fields), 0, null)[0]?.state, 'unjudged');
});

test('a root of containerd has no logs: that it was not read leaves none open', (t) => {
  const report = hostReport();
  const containerd = unread(report).roots.map((root) => ({
    ...root,
    kind: 'containerd-root' as const,
    path: '/var/lib/containerd',
  }));
  t.is(checkLogSize({ ...report, roots: [...report.roots, ...containerd] }, 1e9)[0]?.state, 'holds');
});

test('where it is not known when a container was created, or whether its log is bounded, growth is open', (t) => {
  const undated = withContainer(hostReport(), 'web', { createdAt: null, startedAt: null });
  t.like(checkLogGrowth(undated, 1e9, null), [{ state: 'unjudged', measuredBytes: null }]);
  const { logging } = containerOf(hostReport(), 'web');
  const unknown = withContainer(hostReport(), 'web', { logging: { ...logging, bounded: null } });
  t.is(checkLogGrowth(unknown, 1, null)[0]?.state, 'unjudged');
  t.is(checkLogGrowth(unknown, 1e9, null)[0]?.state, 'holds');
});

test('with a baseline growth is the difference of the two, a day, whatever bounds the log', (t) => {
  const { logging } = containerOf(hostReport(), 'web');
  const report = withContainer(hostReport(), 'web', { logging: { ...logging, bounded: true } });
  const baseline = baselineWith(WEB_LOG - 4_000_000);
  t.like(checkLogGrowth(report, 1_999_999, baseline), [
    { state: 'broken', where: { name: 'web' }, measuredBytes: 2_000_000, basis: 'baseline', since: EARLIER },
  ]);
  t.is(checkLogGrowth(report, 2_000_000, baseline)[0]?.state, 'holds');
});

test('a container that the baseline has not, or did not measure, has its average', (t) => {
  const baseline = baselineWith(WEB_LOG);
  const without = { ...baseline, containers: [containerOf(baseline, 'job')] };
  t.like(checkLogGrowth(hostReport(), 1, without)[0], { basis: 'average', measuredBytes: 1_000_038 });
  t.like(checkLogGrowth(hostReport(), 1, cancelled(baseline))[0], { basis: 'average' });
  const elsewhere = withContainer(baseline, 'web', { root: '/srv/docker' });
  t.like(checkLogGrowth(hostReport(), 1, elsewhere)[0], { basis: 'average' });
});

test('a log that shrank was rotated or truncated: its average is a lower bound, and that is said', (t) => {
  const baseline = baselineWith(WEB_LOG + 1);
  const [broken] = checkLogGrowth(hostReport(), 1_000_000, baseline);
  t.like(broken, { state: 'broken', basis: 'average', lowerBound: true });
  t.regex(broken?.note ?? '', /smaller than in the baseline/);
  const [open] = checkLogGrowth(hostReport(), 1e9, baseline);
  t.like(open, { state: 'unjudged', where: { name: 'web' } });
  t.regex(open?.note ?? '', /rotated or truncated/);
  const { logging } = containerOf(hostReport(), 'web');
  const bounded = withContainer(hostReport(), 'web', { logging: { ...logging, bounded: true } });
  t.is(checkLogGrowth(bounded, 0, baseline)[0]?.state, 'holds');
});

test('a limit at or above every figure never breaks a rule about logs', (t) => {
  const base = hostReport();
  const size = fc.option(fc.maxSafeNat());
  fc.assert(
    fc.property(size, size, fc.maxSafeNat(), (now, before, limit) => {
      const report = withContainer(base, 'web', { logBytes: now });
      const baseline = { ...withContainer(base, 'web', { logBytes: before }), generatedAt: EARLIER };
      for (const rule of [checkLogSize, (one: Report, max: number) => checkLogGrowth(one, max, baseline)]) {
        for (const { state, measuredBytes } of rule(report, limit)) {
          t.is(state === 'broken', measuredBytes !== null && measuredBytes > limit);
          if (measuredBytes === null) t.not(state, 'broken');
        }
      }
    }),
  );
});
