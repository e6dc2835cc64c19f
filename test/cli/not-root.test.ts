import anyTest, { type ExecutionContext } from 'ava';
import { reportSchema } from '../../src/report/schema/report.js';
import type { CategoryReport, Report } from '../../src/report/types.js';
import { AS_USER, letIn, shutOut, userCanRunBilge } from './support/as-user.js';
import { makeDataRoot } from './support/data-root.js';
import { emptyMachine, type Machine } from './support/machine.js';

const test = userCanRunBilge() ? anyTest : anyTest.skip;

/** A data root of which the user may not enter the directories with these names; `''` is the root itself. */
async function closedRoot(t: ExecutionContext, names: readonly string[]): Promise<Machine> {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  // Before the machine itself is removed: teardowns run from the last to the first.
  t.teardown(async () => {
    for (const name of names) await letIn(machine.at('root', name));
  });
  for (const name of names) await shutOut(machine.at('root', name));
  return machine;
}

/** Cells of the accounting table by category, as words. */
function tableOf(stdout: string): Map<string, string> {
  const lines = stdout.split('\n');
  const start = lines.findIndex((line) => line.startsWith('CATEGORY'));
  const end = lines.findIndex((line) => line.startsWith('Total'));
  const rows = lines.slice(start + 1, end + 1);
  return new Map(rows.map((row) => [row.slice(0, 18).trim(), row.slice(18).trim()]));
}

async function reportOf(machine: Machine, options: { readonly uid?: number }): Promise<Report> {
  const source = ['--offline', '--data-root', machine.at('root')];
  const { stdout } = await machine.bilge(['report', ...source], options);
  return reportSchema.parse(JSON.parse(stdout));
}

test('a root that may not be entered: the filesystem is shown, everything else is "?", nothing is 0, exit code 3', async (t) => {
  const machine = await closedRoot(t, ['']);
  const root = machine.at('root');
  const ended = await machine.bilge(['df', '--offline', '--data-root', root], AS_USER);
  t.is(ended.code, 3, ended.stderr);
  const table = tableOf(ended.stdout);
  t.is(table.size, 13);
  for (const [category, figures] of table) t.regex(figures, /^\?( +\?)*$/, category);
  t.regex(ended.stdout, /filesystem .+: [\d.]+ .?B of [\d.]+ .?B used \([\d.]+ %\), [\d.]+ .?B free/);
  t.true(ended.stdout.includes(`${root} unmeasured: ${root} may not be read by this user`));
  t.regex(ended.stderr, /may not be read by this user\. Unmeasured: .+ Run bilge as root/);
});

test('a root that may not be entered has null for every figure in JSON', async (t) => {
  const machine = await closedRoot(t, ['']);
  const report = await reportOf(machine, AS_USER);
  const [root] = report.roots;
  t.false(report.complete);
  t.is(root?.source, 'unmeasured');
  for (const figures of [root, ...(root?.categories ?? [])]) {
    t.like(figures, { allocatedBytes: null, apparentBytes: null, inodes: null, reclaimableBytes: null });
  }
  t.is(root?.unaccountedBytes, null);
  t.true((root?.filesystem?.totalBytes ?? 0) > 0);
});

test('lists of a root that may not be entered do not say that there is nothing', async (t) => {
  const machine = await closedRoot(t, ['']);
  for (const name of ['images', 'layers', 'containers', 'volumes']) {
    const ended = await machine.bilge([name, '--offline', '--data-root', machine.at('root')], AS_USER);
    t.is(ended.code, 3);
    t.is(ended.stdout, `no ${name} found, but not everything could be read\n`);
  }
});

test('a partly readable root: what can be read is measured, the rest is "?", exit code 3', async (t) => {
  const machine = await closedRoot(t, ['overlay2', 'volumes']);
  const ended = await machine.bilge(['df', '--offline', '--data-root', machine.at('root')], AS_USER);
  t.is(ended.code, 3, ended.stderr);
  const table = tableOf(ended.stdout);
  for (const category of ['Image layers', 'Writable layers', 'Volumes']) {
    t.regex(table.get(category) ?? '', /^\?( +\?)*$/, category);
  }
  t.regex(table.get('Container logs') ?? '', /^2 +40\.96 kB/);
  t.regex(table.get('Total') ?? '', /^≥\d/);
  t.regex(ended.stdout, /^≥ [\d,]+ bytes: 2 entries could not be read: figures are lower bounds/m);
  t.true(ended.stderr.includes(`${machine.at('root', 'overlay2')} could not be measured`));
  t.true(ended.stderr.includes(`${machine.at('root', 'volumes')} could not be measured`));
});

/** A figure without a mark is the whole figure; one that is marked is no more than it. */
function isHonest(t: ExecutionContext, seen: CategoryReport, whole: CategoryReport | undefined): void {
  const { category, allocatedBytes, inodes, unmeasuredReason } = seen;
  if (unmeasuredReason === null) {
    t.is(allocatedBytes, whole?.allocatedBytes ?? null, category);
    t.is(inodes, whole?.inodes ?? null, category);
  } else {
    t.true((allocatedBytes ?? 0) <= (whole?.allocatedBytes ?? 0), category);
    t.not(allocatedBytes, 0, category);
    t.is(seen.reclaimableBytes, null, category);
  }
}

const CLOSED_IN_PART = [
  ['containers'],
  ['image'],
  ['image/overlay2/imagedb'],
  ['image/overlay2/layerdb'],
  ['overlay2'],
  ['overlay2/l'],
  ['volumes'],
  ['volumes/orders'],
  ['overlay2', 'volumes'],
];

for (const names of CLOSED_IN_PART) {
  test(`without ${names.join(' and ')}, every figure that is not marked as a lower bound is whole`, async (t) => {
    const machine = await emptyMachine(t);
    await makeDataRoot(machine.at('root'));
    const whole = await reportOf(machine, {});
    t.teardown(async () => {
      for (const name of names) await letIn(machine.at('root', name));
    });
    for (const name of names) await shutOut(machine.at('root', name));
    const seen = await reportOf(machine, AS_USER);

    t.false(seen.complete);
    t.not(seen.roots[0]?.unmeasuredReason, null);
    for (const [index, category] of (seen.roots[0]?.categories ?? []).entries()) {
      isHonest(t, category, whole.roots[0]?.categories[index]);
    }
    for (const volume of seen.volumes) t.not(volume.allocatedBytes, 0);
    for (const container of seen.containers) {
      t.not(container.writableLayerBytes, 0);
      t.not(container.totalBytes, 0);
    }
    for (const image of seen.images) t.not(image.totalBytes, 0);
  });
}
