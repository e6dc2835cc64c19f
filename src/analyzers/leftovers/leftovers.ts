import { addUsage, NO_USAGE, type Usage } from '../../model/usage.js';
import type { WalkGroup } from '../../model/walk.js';
import type { LeftoverReport } from '../../report/types.js';
import { REMOVALS } from './leftover-removal.js';
import type { Leftover } from '../accounting/owner.js';

/** A leftover without its provenance, which it gets with all of its root. */
export type LeftoverFacts = Omit<LeftoverReport, 'source' | 'unmeasuredReason' | 'sources'>;

/** A leftover with the groups of the walk that are part of it. */
export interface Gathered {
  readonly leftover: Leftover;
  /** Relative to the root. */
  readonly path: string;
  readonly groups: readonly WalkGroup[];
  readonly usage: Usage;
  /** Newest change in any of its groups, milliseconds since 1970. */
  readonly newestMs: number;
}

interface Draft extends Gathered {
  readonly groups: WalkGroup[];
  usage: Usage;
  newestMs: number;
}

/** Gathers the groups of each leftover, which may lie in several places, into one record. */
export class LeftoverList {
  readonly #gathered = new Map<string, Draft>();

  /** @param database where its record lies, for a leftover without a path of its own. */
  add(leftover: Leftover, group: WalkGroup, database: string): void {
    const id = idOf(leftover);
    let known = this.#gathered.get(id);
    if (known === undefined) {
      known = {
        leftover,
        path: leftover.path ?? database,
        groups: [],
        usage: NO_USAGE,
        newestMs: group.newestMs,
      };
      this.#gathered.set(id, known);
    }
    known.groups.push(group);
    known.usage = addUsage(known.usage, group);
    known.newestMs = Math.max(known.newestMs, group.newestMs);
  }

  /** Takes out those that are none after all. @returns the groups of these */
  reject(isNone: (candidate: Gathered) => boolean): Set<WalkGroup> {
    const groups = new Set<WalkGroup>();
    for (const [id, candidate] of this.#gathered) {
      if (!isNone(candidate)) continue;
      this.#gathered.delete(id);
      for (const group of candidate.groups) groups.add(group);
    }
    return groups;
  }

  /** True for one that was added and not rejected. */
  has(leftover: Leftover): boolean {
    return this.#gathered.has(idOf(leftover));
  }

  /** In no order. */
  all(): Gathered[] {
    return [...this.#gathered.values()];
  }

  get size(): number {
    return this.#gathered.size;
  }

  /**
   * @param root makes the paths absolute.
   * @param doubt what could not be checked, added to the evidence; empty: nothing.
   */
  reports(root: string, doubt = ''): LeftoverFacts[] {
    return this.all().map(({ leftover, path, usage, newestMs }) => ({
      root,
      kind: leftover.kind,
      category: 'leftovers',
      path: `${root}/${path}`,
      key: leftover.key,
      allocatedBytes: usage.allocatedBytes,
      apparentBytes: usage.apparentBytes,
      inodes: usage.inodes,
      modifiedAt: timeOf(newestMs),
      evidence: `${leftover.evidence}${doubt}`,
      removal: REMOVALS[leftover.kind],
    }));
  }
}

function idOf({ kind, path, key }: Leftover): string {
  return path ?? `${kind} ${key ?? ''}`;
}

/** Largest first. */
export function bySize(left: LeftoverFacts, right: LeftoverFacts): number {
  return (
    (right.allocatedBytes ?? 0) - (left.allocatedBytes ?? 0) ||
    (left.path < right.path ? -1 : left.path > right.path ? 1 : left.kind < right.kind ? -1 : 1)
  );
}

/** The last moment that RFC 3339 can write. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Anyone may set a file's time to anything: what is no time of the calendar is unknown. */
export function timeOf(milliseconds: number): string | null {
  return milliseconds > 0 && milliseconds <= LAST_MS ? new Date(milliseconds).toISOString() : null;
}
