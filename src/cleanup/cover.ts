import type { CleanupCandidate } from '../model/cleanup-candidate.js';
import type { RemovalArithmetic } from '../model/removal.js';
import { addCost, compareCost, type Cost, costOf, NO_COST } from './cost.js';

/** Objects that reach a target. */
export interface Cover {
  readonly positions: readonly number[];
  /** What they free, by the arithmetic's estimate. */
  readonly bytes: number;
  readonly cost: Cost;
  readonly reached: boolean;
  /** Nothing cheaper reaches it. */
  readonly exact: boolean;
}

/** Choices that are looked at before the best one found so far is taken. */
const MAX_STEPS = 100_000;

/** With more objects a search would end long before it has looked at any number of choices that matters. */
const MAX_SEARCHED = 400;

interface Item {
  readonly position: number;
  readonly cost: Cost;
  /** Bytes that stay with it when everything else goes. */
  readonly loss: number;
}

/**
 * The cheapest objects that free `target` bytes together; where not even all of them do, those that free the most. What
 * is shared goes only with the last of its holders, so bytes are always those of a set. The arithmetic is left with
 * nothing marked.
 *
 * First everything is taken, and the dearest for what they bring are put back as long as the target is reached. Then
 * choices are searched for a cheaper one (branch and bound), to the end where there are few enough.
 */
export function coverTarget(
  arithmetic: RemovalArithmetic,
  candidates: readonly CleanupCandidate[],
  target: number,
): Cover {
  arithmetic.clear();
  for (const { position } of candidates) arithmetic.mark(position);
  const most = arithmetic.estimate();
  const reached = most >= target;
  const wanted = Math.min(target, most);
  const items = candidates.map((candidate): Item => {
    arithmetic.unmark(candidate.position);
    const loss = most - arithmetic.estimate();
    arithmetic.mark(candidate.position);
    return { position: candidate.position, cost: costOf(candidate), loss };
  });
  const first = putBack(arithmetic, items, wanted);
  const { best, exact } =
    items.length > MAX_SEARCHED
      ? { best: first, exact: false }
      : new Search(arithmetic, items, wanted, first).run();
  arithmetic.clear();
  for (const { position } of best) arithmetic.mark(position);
  const bytes = arithmetic.estimate();
  arithmetic.clear();
  return { positions: best.map(({ position }) => position), bytes, cost: totalOf(best), reached, exact };
}

function totalOf(items: readonly Item[]): Cost {
  return items.reduce((sum, { cost }) => addCost(sum, cost), NO_COST);
}

/** Puts the dearest back, those of the worst risk first. What is kept is needed: what stays never makes more go. */
function putBack(arithmetic: RemovalArithmetic, items: readonly Item[], wanted: number): Item[] {
  const dearest = [...items].sort(
    (left, right) =>
      right.cost[0] / (1 + right.loss) - left.cost[0] / (1 + left.loss) ||
      right.cost[1] / (1 + right.loss) - left.cost[1] / (1 + left.loss) ||
      right.cost[2] / (1 + right.loss) - left.cost[2] / (1 + left.loss) ||
      left.position - right.position,
  );
  const kept: Item[] = [];
  for (const item of dearest) {
    arithmetic.unmark(item.position);
    if (arithmetic.estimate() >= wanted) continue;
    arithmetic.mark(item.position);
    kept.push(item);
  }
  for (const { position } of items) arithmetic.mark(position);
  return kept;
}

/** Branch and bound over what is left out, the dearest first. Everything is marked when it begins. */
class Search {
  readonly #arithmetic: RemovalArithmetic;
  readonly #items: readonly Item[];
  readonly #wanted: number;
  readonly #chosen: Item[] = [];
  #best: readonly Item[];
  #bestCost: Cost;
  #steps = 0;

  constructor(arithmetic: RemovalArithmetic, items: readonly Item[], wanted: number, first: readonly Item[]) {
    this.#arithmetic = arithmetic;
    this.#wanted = wanted;
    this.#items = [...items].sort(
      (left, right) => compareCost(right.cost, left.cost) || left.position - right.position,
    );
    this.#best = first;
    this.#bestCost = totalOf(first);
  }

  /** `exact`: every choice was looked at, or could not be cheaper. */
  run(): { readonly best: readonly Item[]; readonly exact: boolean } {
    const exact = this.#decide(0, NO_COST);
    return { best: this.#best, exact };
  }

  #decide(index: number, cost: Cost): boolean {
    if (compareCost(cost, this.#bestCost) >= 0) return true;
    if (++this.#steps > MAX_STEPS) return false;
    const item = this.#items[index];
    if (item === undefined) {
      this.#best = [...this.#chosen];
      this.#bestCost = cost;
      return true;
    }
    let whole = true;
    this.#arithmetic.unmark(item.position);
    if (this.#arithmetic.estimate() >= this.#wanted) whole = this.#decide(index + 1, cost);
    this.#arithmetic.mark(item.position);
    this.#chosen.push(item);
    whole = this.#decide(index + 1, addCost(cost, item.cost)) && whole;
    this.#chosen.pop();
    return whole;
  }
}
