import type { CleanupCandidate } from '../model/cleanup-candidate.js';
import { type Risk, RISKS } from '../model/removal.js';

/** What a choice costs, the worst first: what may be lost for good, what has to be made again, what nobody misses. */
export type Cost = readonly [dataLoss: number, rebuild: number, safe: number];

export const NO_COST: Cost = [0, 0, 0];

const DAY_MS = 86_400_000;
const HALF_LIFE_DAYS = 30;
/** What was used a moment ago costs this many times what was not used for years. */
const MOST_RECENT = 10;
const MEGABYTE = 1_000_000;

/** How much more something costs for having been used lately: 10 times at first, halved towards 1 every 30 days. */
function recency(ageMs: number | null): number {
  const days = Math.max(0, ageMs ?? 0) / DAY_MS;
  return 1 + (MOST_RECENT - 1) * 2 ** (-days / HALF_LIFE_DAYS);
}

/** Cost of one object within its risk: its bytes, and how lately it was used. A whole number, so that sums are exact. */
function weightOf({ costBytes, ageMs }: CleanupCandidate): number {
  return Math.ceil((1 + costBytes / MEGABYTE) * recency(ageMs) * 100);
}

/** Position of a risk in a cost. */
function tierOf(risk: Risk): number {
  return RISKS.length - 1 - RISKS.indexOf(risk);
}

export function costOf(candidate: CleanupCandidate): Cost {
  const cost: [number, number, number] = [0, 0, 0];
  cost[tierOf(candidate.risk)] = weightOf(candidate);
  return cost;
}

export function addCost(left: Cost, right: Cost): Cost {
  return [left[0] + right[0], left[1] + right[1], left[2] + right[2]];
}

/** Below 0 where the left one is cheaper: nothing that can be made again is worth what cannot. */
export function compareCost(left: Cost, right: Cost): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
