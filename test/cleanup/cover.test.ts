import test from 'ava';
import * as fc from 'fast-check';
import type { CleanupCandidate } from '../../src/model/cleanup-candidate.js';
import type { RemovalArithmetic } from '../../src/model/removal.js';
import { addCost, compareCost, type Cost, costOf, NO_COST } from '../../src/cleanup/cost.js';
import { coverTarget } from '../../src/cleanup/cover.js';
import { analyzeForCleanup } from '../../src/analyzers/analyze.js';
import { DEFAULT_POLICY } from '../../src/model/policy.js';
import { hostSpec, type HostSpec, inventoryOf } from '../analyzers/arbitrary-host.js';

interface Small {
  readonly arithmetic: RemovalArithmetic;
  readonly candidates: readonly CleanupCandidate[];
}

/** A small host whose objects have all kinds of ages and risks. */
function smallHost(spec: HostSpec, ages: readonly number[]): Small {
  const { basis } = analyzeForCleanup(inventoryOf(spec), '0.0.0', DEFAULT_POLICY);
  const candidates = [...basis.candidates.values()].slice(0, 10).map((candidate, index) => ({
    ...candidate,
    ageMs: (ages[index % ages.length] ?? 0) * 86_400_000,
  }));
  return { arithmetic: basis.arithmetic, candidates };
}

/** Every subset, one after the other. */
function bruteForce({ arithmetic, candidates }: Small, target: number): Cost | null {
  let best: Cost | null = null;
  for (let bits = 0; bits < 2 ** candidates.length; bits++) {
    arithmetic.clear();
    let cost = NO_COST;
    for (const [index, candidate] of candidates.entries()) {
      if ((bits & (1 << index)) === 0) continue;
      arithmetic.mark(candidate.position);
      cost = addCost(cost, costOf(candidate));
    }
    if (arithmetic.estimate() >= target && (best === null || compareCost(cost, best) < 0)) best = cost;
  }
  arithmetic.clear();
  return best;
}

const ages = fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 10 });
const share = fc.double({ min: 0, max: 1.2, noNaN: true });

test('on small hosts a target is reached whenever any choice does, at the cost of the best of all choices', (t) => {
  t.timeout(120_000);
  fc.assert(
    fc.property(hostSpec, ages, share, (spec, days, part) => {
      const small = smallHost(spec, days);
      const everything = all(small);
      const target = Math.ceil(everything * part);
      const found = coverTarget(small.arithmetic, small.candidates, target);
      const best = bruteForce(small, target);
      t.is(found.reached, best !== null);
      t.true(found.exact);
      if (best !== null) t.deepEqual(found.cost, best);
      t.true(found.bytes >= Math.min(target, everything));
    }),
    { numRuns: 80 },
  );
});

test('every object of a choice is needed for the target', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, ages, share, (spec, days, part) => {
      const small = smallHost(spec, days);
      const target = Math.ceil(all(small) * part);
      const { positions, bytes, reached } = coverTarget(small.arithmetic, small.candidates, target);
      for (const left of positions) {
        for (const position of positions) if (position !== left) small.arithmetic.mark(position);
        t.true(small.arithmetic.estimate() < (reached ? target : bytes));
        small.arithmetic.clear();
      }
    }),
    { numRuns: 60 },
  );
});

function all({ arithmetic, candidates }: Small): number {
  for (const { position } of candidates) arithmetic.mark(position);
  const bytes = arithmetic.estimate();
  arithmetic.clear();
  return bytes;
}
