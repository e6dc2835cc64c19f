import test, { type ExecutionContext } from 'ava';
import { applyPlan } from '../../src/cleanup/apply.js';
import { makePlan } from '../../src/cleanup/make-plan.js';
import type { LoadedCleanup } from '../../src/cli/load-report.js';
import { untilGone } from '../../src/collectors/disk/until-gone.js';
import type { CleanupBasis } from '../../src/model/cleanup-candidate.js';
import type { PlanObject } from '../../src/report/types.js';
import { cleanupOf, removals } from './harness/cleanup.js';
import { restoreRoots, type SavedRoots, saveRoots } from './harness/crowd/roots.js';
import { seedCrowd } from './harness/crowd/seed-crowd.js';
import { seeded } from './harness/crowd/seeded.js';
import { collectGarbage } from './harness/ctr.js';
import { contentEntries, recordEntries } from './harness/data-entries.js';
import { duAllocated, rootUsage } from './harness/disk-usage.js';
import type { EngineOptions } from './harness/engine-options.js';
import { engineObjects } from './harness/engine-objects.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { quiesce } from './harness/quiesce.js';

/**
 * What bilge predicts for random sets of objects against what du(1) sees go when the engine has removed them. Each
 * crowded host is emptied set by set: the prediction of a set is what it adds to all that went before, so one
 * measurement has to hold for the whole chain. Then the host is restored, and emptied in another order.
 */
const SETS = Number(process.env['BILGE_REMOVAL_SETS'] ?? 200);

/** What the engine's own databases, and directories that shrink or grow, may take more or less, for each object. */
const METADATA_BYTES = 64 * 1024;

const KINDS: readonly (readonly [string, EngineOptions])[] = [
  ['20.10 with overlay2', {}],
  ['28 with containerd’s store', { release: '28', imageStore: 'containerd' }],
];

interface Chain {
  readonly engine: PrivateEngine;
  readonly host: LoadedCleanup;
  /** A whole number below another one, the same in every run. */
  readonly below: (limit: number) => number;
  /** Positions that have been marked so far. */
  readonly marked: Set<number>;
  /** Objects that went. */
  readonly gone: Set<string>;
}

/** A few objects at random; in half of the cases with all that has to go before them. */
function chooseSet({ host, below, marked }: Chain): readonly number[] {
  const { arithmetic, candidates } = host.basis;
  const left = [...candidates.keys()].filter((position) => !marked.has(position));
  const chosen = new Set<number>();
  const pending = Array.from({ length: 1 + below(6) }, () => left[below(left.length)] ?? -1);
  const isClosed = below(2) === 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!candidates.has(next) || chosen.has(next)) continue;
    chosen.add(next);
    if (isClosed) pending.push(...(arithmetic.objects[next]?.requires ?? []));
  }
  return [...chosen];
}

/** The objects of a set in the order in which they go, as a plan has them. */
function planOf({ basis, report }: LoadedCleanup, positions: readonly number[]): readonly PlanObject[] {
  const finding = { rule: 'unused-images', title: '', risk: 'safe', preselected: true, positions } as const;
  const asked: CleanupBasis = { ...basis, findings: [finding] };
  return makePlan(asked, report, { only: null, freeBytes: null, olderThanMs: null }).objects;
}

/** What was removed in earlier sets counts as a use of the records that it stood on. */
function withoutUses(object: PlanObject): PlanObject {
  return { ...object, seen: { ...object.seen, lastUsedAt: null, usageCount: null } };
}

/** Removes one set, and compares. @returns how many objects went */
async function removeSet(t: ExecutionContext, chain: Chain, isWhole: boolean): Promise<number> {
  const { engine, host, marked, gone } = chain;
  const { arithmetic } = host.basis;
  const set = chooseSet(chain);
  const objects = planOf(host, [...marked, ...set]).filter(({ kind, id }) => !gone.has(`${kind} ${id}`));
  // What the set adds to all that has gone before.
  for (const position of marked) arithmetic.mark(position);
  const known = arithmetic.freed();
  const paths = set.flatMap((position) => arithmetic.markListing(position));
  const freed = arithmetic.freed();
  arithmetic.clear();
  for (const position of set) marked.add(position);
  t.is(freed.unmeasured, 0);
  if (objects.length === 0) {
    t.deepEqual(paths, []);
    return 0;
  }
  const predicted = freed.allocatedBytes - known.allocatedBytes;

  const before = { content: contentEntries(engine), records: recordEntries(engine) };
  const wanted = paths.filter((path) => before.content.has(path));
  const rest = [...before.content].filter((path) => !wanted.includes(path));
  const beforeBytes = await duAllocated(...before.content);
  const beforeRecords = await duAllocated(...before.records);
  const rootBefore = isWhole ? (await rootUsage(engine.layout.dataRoot)).allocatedBytes : 0;
  const wantedBytes = beforeBytes - (await duAllocated(...rest));

  const api = await removals(engine);
  const { objects: records } = await applyPlan(objects.map(withoutUses), api);
  api.close();
  const notRemoved = records.filter(({ outcome }) => outcome !== 'removed');
  t.deepEqual(notRemoved, []);
  for (const { kind, id } of objects) gone.add(`${kind} ${id}`);
  if (engine.imageStore === 'containerd') await collectGarbage(engine);
  t.true(await untilGone(paths, 10_000));

  const after = { content: contentEntries(engine), records: recordEntries(engine) };
  // Exactly what was predicted has gone, and nothing else.
  t.deepEqual([...before.content].filter((path) => !after.content.has(path)).sort(), [...wanted].sort());
  t.deepEqual(
    [...before.records].filter((path) => !after.records.has(path)).sort(),
    paths.filter((path) => before.records.has(path)).sort(),
  );
  const dropped = beforeBytes - (await duAllocated(...after.content));
  t.is(dropped, wantedBytes);
  // The records of layers and images are exact as well; databases are not.
  t.is(dropped + beforeRecords - (await duAllocated(...after.records)), predicted);
  if (isWhole) {
    const whole = rootBefore - (await rootUsage(engine.layout.dataRoot)).allocatedBytes;
    t.true(
      Math.abs(whole - predicted) <= METADATA_BYTES * objects.length,
      `predicted ${predicted}, the root lost ${whole}`,
    );
  }
  return objects.length;
}

for (const [kind, options] of KINDS) {
  let engine: PrivateEngine | undefined;

  test.after.always(async () => {
    await engine?.cleanup();
  });

  test.serial(`${kind}: ${SETS} random sets free exactly what is predicted for them`, async (t) => {
    t.timeout(900_000);
    engine = await startPrivateEngine(options);
    await seedCrowd(engine, 'removal sets');
    const saved: SavedRoots = await saveRoots(engine);
    let sets = 0;
    let objects = 0;
    for (let round = 0; sets < SETS; round++) {
      await restoreRoots(engine, saved);
      await quiesce(engine);
      const random = seeded(`${kind} ${round}`);
      let asked = 0;
      const below = (limit: number): number => random.whole(`${asked++}`, 0, limit - 1);
      const chain: Chain = {
        engine,
        host: await cleanupOf(engine),
        below,
        marked: new Set(),
        gone: new Set(),
      };
      const listed = await engineObjects(engine);
      for (const empty = { rows: 0 }; sets < SETS && empty.rows < 10;) {
        const count = await removeSet(t, chain, sets % 4 === 0);
        empty.rows = count === 0 ? empty.rows + 1 : 0;
        if (count > 0) sets++;
        objects += count;
      }
      // Of everything that the engine lists, what is missing now was in one of the sets.
      const left = new Set(await engineObjects(engine));
      t.deepEqual(listed.filter((one) => !left.has(one)).sort(), [...chain.gone].sort());
    }
    t.log(`${sets} sets, ${objects} objects`);
  });
}
