import type { ExecutionContext } from 'ava';
import { applyPlan } from '../../../../src/cleanup/apply.js';
import { makePlan } from '../../../../src/cleanup/make-plan.js';
import type { LoadedCleanup } from '../../../../src/cli/load-report.js';
import { untilGone } from '../../../../src/collectors/disk/until-gone.js';
import type { CleanupBasis } from '../../../../src/model/cleanup-candidate.js';
import type { PlanObject } from '../../../../src/report/types.js';
import { cleanupOf, removals } from '../cleanup.js';
import { collectGarbage } from '../ctr.js';
import { contentEntries, recordEntries } from '../data-entries.js';
import { duAllocated, rootUsage } from '../disk-usage.js';
import type { PrivateEngine } from '../private-engine.js';
import { seeded } from './seeded.js';

/** What the engine's own databases, and directories that shrink or grow, may take more or less, for each object. */
const METADATA_BYTES = 64 * 1024;

/** A crowded host that is emptied set by set. */
export interface RemovalChain {
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
function chooseSet({ host, below, marked }: RemovalChain): readonly number[] {
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

/**
 * Removes one random set, and compares what is predicted for it with what du(1) sees go. The prediction is what the set
 * adds to all that went before: one measurement in the beginning has to hold for the whole chain.
 * @param isWhole the root as a whole is compared too, with what its databases may differ by.
 * @returns how many objects went
 */
export async function removeSet(t: ExecutionContext, chain: RemovalChain, isWhole: boolean): Promise<number> {
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

/** A chain on a host as it is now. @param seed same seed, same sets */
export async function startChain(engine: PrivateEngine, seed: string): Promise<RemovalChain> {
  const random = seeded(seed);
  let asked = 0;
  const below = (limit: number): number => random.whole(`${asked++}`, 0, limit - 1);
  return { engine, host: await cleanupOf(engine), below, marked: new Set(), gone: new Set() };
}
