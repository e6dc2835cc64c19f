import test from 'ava';
import { z } from 'zod';
import { GUEST_CONTAINER, readInUml } from './harness/uml.js';

/** As far as the tests look at it. */
const readingSchema = z.object({
  path: z.string(),
  atMs: z.number(),
  cpu: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  memory: z.record(z.string(), z.number().nullable()),
  pids: z.object({ limit: z.number().nullable(), current: z.number().nullable() }),
  frozen: z.boolean().nullable(),
});

const answerSchema = z.object({
  layout: z.string(),
  groups: z.array(
    z.tuple([
      z.string(),
      z.object({ first: readingSchema, later: readingSchema.nullable(), ancestors: z.array(readingSchema) }),
    ]),
  ),
  files: z.record(z.string(), z.string()),
});

let answer: z.output<typeof answerSchema>;

test.before(async () => {
  answer = answerSchema.parse(await readInUml());
});

function theGroup() {
  const [only, ...others] = answer.groups;
  if (only === undefined || others.length > 0) throw new Error(`${answer.groups.length} groups`);
  return { id: only[0], ...only[1] };
}

test('on a kernel with version 2 alone, the one container is found in its group', (t) => {
  t.is(answer.layout, 'v2');
  const { id, first, ancestors } = theGroup();
  t.is(id, GUEST_CONTAINER);
  t.is(first.path, `/docker/${GUEST_CONTAINER}`);
  t.deepEqual(
    ancestors.map(({ path, memory }) => [path, memory['limitBytes']]),
    [
      ['/docker', null],
      ['/', null],
    ],
  );
});

test('limits read back exactly as they were set', (t) => {
  const { first } = theGroup();
  t.is(first.cpu['quotaMicros'], 50_000);
  t.is(first.cpu['periodMicros'], 100_000);
  t.is(first.cpu['weight'], 20);
  t.is(first.memory['limitBytes'], 104_857_600);
  t.is(first.memory['swapLimitBytes'], 52_428_800);
  t.is(first.pids.limit, 50);
  t.is(answer.files['cpu.max'], '50000 100000\n');
  t.is(answer.files['memory.max'], '104857600\n');
  t.is(answer.files['pids.max'], '50\n');
});

test('use is what the kernel counts: two processes, their memory, time and throttling', (t) => {
  const { first, later } = theGroup();
  t.is(first.pids.current, 2);
  t.true((first.memory['currentBytes'] ?? 0) > 0);
  t.true((first.memory['peakBytes'] ?? 0) >= (first.memory['currentBytes'] ?? Infinity));
  t.is(first.memory['oomKills'], 0);
  t.is(first.frozen, false);
  const value = (reading: typeof later, key: string): number => Number(reading?.cpu[key] ?? NaN);
  t.true(value(later, 'usageMicros') > value(first, 'usageMicros'));
  t.true(value(later, 'throttledPeriods') > value(first, 'throttledPeriods'));
  t.true(value(later, 'periods') > value(first, 'periods'));
  t.true((later?.atMs ?? NaN) > first.atMs);
});
