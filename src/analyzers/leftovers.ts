import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { LeftoverReport } from '../report/types.js';
import { REMOVALS } from './leftover-removal.js';
import type { Leftover } from './owner.js';

interface Gathered {
  readonly leftover: Leftover;
  /** Relative to the root. */
  readonly path: string;
  usage: Usage;
  newestMs: number;
}

/** Gathers the groups of each leftover, which may lie in several places, into one record. */
export class LeftoverList {
  readonly #gathered = new Map<string, Gathered>();

  /** @param database where its record lies, for a leftover without a path of its own. */
  add(leftover: Leftover, usage: Usage & { readonly newestMs: number }, database: string): void {
    const id = leftover.path ?? `${leftover.kind} ${leftover.key ?? ''}`;
    const known = this.#gathered.get(id);
    if (known === undefined) {
      this.#gathered.set(id, {
        leftover,
        path: leftover.path ?? database,
        usage: addUsage(NO_USAGE, usage),
        newestMs: usage.newestMs,
      });
      return;
    }
    known.usage = addUsage(known.usage, usage);
    known.newestMs = Math.max(known.newestMs, usage.newestMs);
  }

  get size(): number {
    return this.#gathered.size;
  }

  /** Largest first. `root` makes the paths absolute. */
  reports(root: string): LeftoverReport[] {
    return [...this.#gathered.values()]
      .map(({ leftover, path, usage, newestMs }) => ({
        root,
        kind: leftover.kind,
        path: `${root}/${path}`,
        key: leftover.key,
        allocatedBytes: usage.allocatedBytes,
        apparentBytes: usage.apparentBytes,
        inodes: usage.inodes,
        modifiedAt: timeOf(newestMs),
        evidence: leftover.evidence,
        removal: REMOVALS[leftover.kind],
      }))
      .sort((left, right) => right.allocatedBytes - left.allocatedBytes || (left.path < right.path ? -1 : 1));
  }
}

/** The last moment that RFC 3339 can write. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Anyone may set a file's time to anything: what is no time of the calendar is unknown. */
function timeOf(milliseconds: number): string | null {
  return milliseconds > 0 && milliseconds <= LAST_MS ? new Date(milliseconds).toISOString() : null;
}
