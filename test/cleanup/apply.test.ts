import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import * as fc from 'fast-check';
import { type Applied, applyPlan, type ApplyOptions } from '../../src/cleanup/apply.js';
import { ObjectKeyError } from '../../src/model/object-key-error.js';
import { REMOVABLE_KINDS } from '../../src/model/removal.js';
import type { PlanObject, RemovalRecord } from '../../src/report/types.js';
import { type Doing, memoryEngine, type MemoryEngine } from './memory-engine.js';
import { aPlanObject, publishedSchema } from './support.js';

const problemsOf = publishedSchema('cleanup-result');

const PLAN: readonly PlanObject[] = REMOVABLE_KINDS.map((kind, at) =>
  aPlanObject({ kind, id: `${kind}-1`, name: kind, addsBytes: 1000 * (at + 1) }),
);

interface Run extends MemoryEngine {
  readonly applied: Applied;
  readonly outcomes: readonly RemovalRecord['outcome'][];
}

async function run(
  doings: Readonly<Record<string, Doing>> = {},
  options: ApplyOptions = {},
  plan: readonly PlanObject[] = PLAN,
): Promise<Run> {
  const memory = memoryEngine(new Map(Object.entries(doings)));
  const applied = await applyPlan(plan, memory.engine, options);
  return { ...memory, applied, outcomes: applied.objects.map(({ outcome }) => outcome) };
}

function asResult(applied: Applied): unknown {
  return { schemaVersion: 1, kind: 'bilge-cleanup-result', ...applied, proof: null, proofMissing: 'a test' };
}

test('exactly the objects of a plan are removed, in their order, each looked at just before', async (t) => {
  const { applied, asked, removed, outcomes } = await run();
  t.deepEqual(
    asked,
    PLAN.flatMap(({ kind, id }) => [`look ${kind} ${id}`, `remove ${kind} ${id}`]),
  );
  t.deepEqual(
    removed,
    PLAN.map(({ id }) => id),
  );
  t.deepEqual(
    outcomes,
    Array.from(PLAN, () => 'removed'),
  );
  t.is(applied.ended, 'complete');
  t.is(problemsOf(asResult(applied)), null);
});

test('a record says what it is about, when, and what the plan had promised of it', async (t) => {
  const { applied } = await run({}, { now: () => new Date('2026-06-01T12:00:00Z') });
  const [first] = applied.objects;
  t.deepEqual(first, {
    at: '2026-06-01T12:00:00.000Z',
    kind: 'container',
    id: 'container-1',
    name: 'container',
    outcome: 'removed',
    message: null,
    predictedBytes: 1000,
  });
  t.like(applied, { startedAt: '2026-06-01T12:00:00.000Z', endedAt: '2026-06-01T12:00:00.000Z' });
});

test('what has changed is skipped with the reason, and the rest goes', async (t) => {
  const { applied, outcomes, asked } = await run({ 'image-1': { look: 'changed' } });
  t.deepEqual(outcomes, ['removed', 'skipped', 'removed', 'removed', 'removed']);
  t.regex(applied.objects[1]?.message ?? '', /was made from it$/);
  t.false(asked.includes('remove image image-1'));
  t.is(applied.ended, 'complete');
});

test('what is known to stay is not even looked at', async (t) => {
  const { applied, asked, outcomes } = await run(
    {},
    { preSkip: ({ kind }) => (kind === 'volume' ? 'it is protected' : null) },
  );
  t.deepEqual(outcomes, ['removed', 'removed', 'removed', 'skipped', 'removed']);
  t.is(applied.objects[3]?.message, 'it is protected');
  t.false(asked.some((one) => one.includes('volume')));
});

test('gone before, gone meanwhile and refused are told apart', async (t) => {
  const { applied, outcomes, removed } = await run({
    'container-1': { look: 'absent' },
    'image-1': { remove: { outcome: 'absent' } },
    'volume-1': { remove: { outcome: 'refused', message: 'volume is in use' } },
  });
  t.deepEqual(outcomes, ['absent', 'absent', 'removed', 'refused', 'removed']);
  t.is(applied.objects[3]?.message, 'volume is in use');
  t.deepEqual(removed, ['build-cache-1', 'network-1']);
  t.is(problemsOf(asResult(applied)), null);
});

test('an engine that is lost at a look has left the object alone: nothing more is tried', async (t) => {
  const { applied, outcomes, asked } = await run({ 'image-1': { look: 'lost' } });
  t.deepEqual(outcomes, ['removed', 'not-tried', 'not-tried', 'not-tried', 'not-tried']);
  t.is(applied.ended, 'engine-lost');
  t.is(applied.objects[1]?.message, 'the engine did not answer.');
  t.is(applied.objects[2]?.message, 'the engine was lost before');
  t.is(asked.at(-1), 'look image image-1');
});

test('an engine that is lost at a removal leaves open what became of the object', async (t) => {
  const { applied, outcomes, asked } = await run({ 'build-cache-1': { remove: 'lost' } });
  t.deepEqual(outcomes, ['removed', 'removed', 'unknown', 'not-tried', 'not-tried']);
  t.is(applied.ended, 'engine-lost');
  t.is(asked.at(-1), 'remove build-cache build-cache-1');
});

test('an id with an odd form is skipped: that is no loss of the engine', async (t) => {
  const memory = memoryEngine();
  const engine = {
    ...memory.engine,
    look: async (key: Parameters<typeof memory.engine.look>[0]) => {
      if (key.kind === 'image') throw new ObjectKeyError(key);
      return memory.engine.look(key);
    },
  };
  const applied = await applyPlan(PLAN, engine);
  t.deepEqual(
    applied.objects.map(({ outcome }) => outcome),
    ['removed', 'skipped', 'removed', 'removed', 'removed'],
  );
  t.is(applied.ended, 'complete');
  t.regex(applied.objects[1]?.message ?? '', /"image-1" is not the full id of an image/);
});

test('a bug is no lost engine: it is passed on', async (t) => {
  await t.throwsAsync(run({ 'image-1': { look: 'bug' } }), { instanceOf: TypeError });
});

test('an interrupt during a removal lets it end, and nothing after it is tried', async (t) => {
  const controller = new AbortController();
  const during = (step: string): void => {
    if (step === 'remove') controller.abort();
  };
  const { applied, outcomes, removed } = await run({ 'image-1': { during } }, { signal: controller.signal });
  t.deepEqual(outcomes, ['removed', 'removed', 'not-tried', 'not-tried', 'not-tried']);
  t.deepEqual(removed, ['container-1', 'image-1']);
  t.is(applied.ended, 'interrupted');
  t.is(applied.objects[2]?.message, 'the run was interrupted before');
});

test('an interrupt before the beginning leaves everything alone', async (t) => {
  const { asked, outcomes } = await run({}, { signal: AbortSignal.abort() });
  t.deepEqual(asked, []);
  t.deepEqual(new Set(outcomes), new Set(['not-tried']));
});

test('an interrupt after the last object changes nothing', async (t) => {
  const controller = new AbortController();
  const during = (): void => controller.abort();
  const { applied } = await run({ 'network-1': { during } }, { signal: controller.signal });
  t.is(applied.ended, 'complete');
});

test('each record is told as it happens, and waited for before the next object', async (t) => {
  const told: string[] = [];
  const memory = memoryEngine();
  await applyPlan(PLAN, memory.engine, {
    onObject: ({ kind }, index) => told.push(`${index} ${kind} after ${memory.removed.length}`),
    onRecord: async ({ outcome }, index) => {
      const before = memory.asked.length;
      await setImmediate();
      t.is(memory.asked.length, before);
      told.push(`${index} ${outcome}`);
    },
  });
  t.deepEqual(
    told,
    PLAN.flatMap(({ kind }, index) => [`${index} ${kind} after ${index}`, `${index} removed`]),
  );
});

test('a plan without objects is complete', async (t) => {
  t.like((await run({}, {}, [])).applied, { ended: 'complete', objects: [] });
});

const doing: fc.Arbitrary<Doing> = fc.record({
  look: fc.constantFrom<Doing['look'][]>(undefined, undefined, undefined, 'absent', 'changed', 'lost'),
  remove: fc.constantFrom<Doing['remove'][]>(
    undefined,
    undefined,
    undefined,
    { outcome: 'absent' },
    { outcome: 'refused', message: 'no' },
    'lost',
  ),
});

const story = fc.record({
  plan: fc.uniqueArray(fc.tuple(fc.constantFrom(...REMOVABLE_KINDS), fc.nat({ max: 3 })), {
    maxLength: 8,
    selector: ([kind, at]) => `${kind}-${at}`,
  }),
  doings: fc.dictionary(
    fc.tuple(fc.constantFrom(...REMOVABLE_KINDS), fc.nat({ max: 3 })).map(([kind, at]) => `${kind}-${at}`),
    doing,
  ),
  /** Steps of the engine until the interrupt. */
  abortAt: fc.option(fc.nat({ max: 12 })),
  skipped: fc.constantFrom(null, ...REMOVABLE_KINDS),
});

test('whatever the engine does, nothing outside the plan is touched, and every object has one true record', async (t) => {
  await fc.assert(
    fc.asyncProperty(story, async ({ plan, doings, abortAt, skipped }) => {
      const objects = plan.map(([kind, at]) => aPlanObject({ kind, id: `${kind}-${at}`, name: null }));
      const controller = new AbortController();
      let steps = 0;
      const during = (): void => {
        if (steps++ === abortAt) controller.abort();
      };
      const told: RemovalRecord[] = [];
      const known = new Map(objects.map(({ id }) => [id, { ...doings[id], during }]));
      const { engine, asked, removed } = memoryEngine(known);
      const applied = await applyPlan(objects, engine, {
        signal: controller.signal,
        preSkip: ({ kind }) => (kind === skipped ? 'skipped' : null),
        onRecord: (record) => void told.push(record),
      });
      const records = applied.objects;
      t.deepEqual(told, records);
      t.deepEqual(
        records.map(({ kind, id }) => [kind, id]),
        objects.map(({ kind, id }) => [kind, id]),
      );
      const by = (...outcomes: readonly string[]): string[] =>
        records.filter(({ outcome }) => outcomes.includes(outcome)).map(({ id }) => id);
      t.deepEqual(by('removed'), removed);
      const requested = asked.flatMap((one) => /^remove \S+ (.*)/.exec(one)?.[1] ?? []);
      t.true(requested.every((id) => by('removed', 'refused', 'absent', 'unknown').includes(id)));
      // What was not tried has changed nothing, and comes after all that was.
      const firstUntried = records.findIndex(({ outcome }) => outcome === 'not-tried');
      if (firstUntried >= 0) {
        t.true(records.slice(firstUntried).every(({ outcome }) => outcome === 'not-tried'));
        t.not(applied.ended, 'complete');
      }
      t.true(by('unknown').length <= 1);
      t.true(
        records.every(
          ({ outcome, message }) => outcome === 'absent' || (outcome === 'removed') === (message === null),
        ),
      );
      t.is(problemsOf(asResult(applied)), null);
    }),
    { numRuns: 300 },
  );
});
