import type { LeftoverKind } from '../model/category.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { LeftoverReport } from '../report/types.js';

interface Gathered {
  readonly kind: LeftoverKind;
  readonly evidence: string;
  usage: Usage;
  newestMs: number;
}

/** Gathers the groups of each leftover, which may lie in several places, into one record. */
export class LeftoverList {
  readonly #byPath = new Map<string, Gathered>();

  add(
    leftover: { readonly kind: LeftoverKind; readonly path: string; readonly evidence: string },
    usage: Usage & { readonly newestMs: number },
  ): void {
    const known = this.#byPath.get(leftover.path);
    if (known === undefined) {
      const { kind, evidence } = leftover;
      this.#byPath.set(leftover.path, {
        kind,
        evidence,
        usage: addUsage(NO_USAGE, usage),
        newestMs: usage.newestMs,
      });
      return;
    }
    known.usage = addUsage(known.usage, usage);
    known.newestMs = Math.max(known.newestMs, usage.newestMs);
  }

  get size(): number {
    return this.#byPath.size;
  }

  /** Largest first. `root` makes the paths absolute. */
  reports(root: string): LeftoverReport[] {
    return [...this.#byPath]
      .map(([path, { kind, evidence, usage, newestMs }]) => ({
        kind,
        path: `${root}/${path}`,
        allocatedBytes: usage.allocatedBytes,
        apparentBytes: usage.apparentBytes,
        inodes: usage.inodes,
        modifiedAt: timeOf(newestMs),
        evidence,
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
