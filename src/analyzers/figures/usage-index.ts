import { addBytes, addUsage, NO_USAGE, type Usage } from '../../model/usage.js';
import type { WalkResult } from '../../model/walk.js';
import { type ApartUsage, LinkedUsage } from './linked-usage.js';

/** Usage of a whole subtree. `unreadable` above 0 makes the figures lower bounds. */
export interface SubtreeUsage extends Usage {
  readonly unreadable: number;
  readonly newestMs: number;
}

/** A subtree without inodes. */
const NOTHING: SubtreeUsage = { ...NO_USAGE, unreadable: 0, newestMs: 0 };

/** Sum of those that were met; `null` when none was. */
export function sumMet(usages: readonly (SubtreeUsage | null)[]): SubtreeUsage | null {
  const met = usages.filter((usage) => usage !== null);
  return met.length === 0 ? null : met.reduce(addSubtrees, NOTHING);
}

function addSubtrees(left: SubtreeUsage, right: SubtreeUsage): SubtreeUsage {
  return {
    ...addUsage(left, right),
    unreadable: left.unreadable + right.unreadable,
    newestMs: Math.max(left.newestMs, right.newestMs),
  };
}

/**
 * Usage of every group and of every directory above one, by path: the groups below a path added up. What hard links
 * share is counted with each directory that has a link, once in a sum, and is freed only with the last of them.
 */
export class UsageIndex {
  /** `null`: no hard links cross from group to group. */
  readonly #linked: LinkedUsage | null;
  readonly #subtrees = new Map<string, { -readonly [K in keyof SubtreeUsage]: SubtreeUsage[K] }>();

  constructor(walk: WalkResult | null) {
    this.#linked = walk === null || walk.linked.length === 0 ? null : new LinkedUsage([{ root: '', walk }]);
    for (const group of walk?.groups ?? []) {
      let path = group.path;
      for (;;) {
        this.#add(path, group);
        if (path === '') break;
        path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      }
    }
  }

  /** In place: everything is below the root, so a new sum for each group would be made only to be thrown away. */
  #add(path: string, { allocatedBytes, apparentBytes, inodes, unreadable, newestMs }: SubtreeUsage): void {
    const known = this.#subtrees.get(path);
    if (known === undefined) {
      this.#subtrees.set(path, { allocatedBytes, apparentBytes, inodes, unreadable, newestMs });
      return;
    }
    known.allocatedBytes = addBytes(known.allocatedBytes, allocatedBytes);
    known.apparentBytes = addBytes(known.apparentBytes, apparentBytes);
    known.inodes = addBytes(known.inodes, inodes);
    known.unreadable += unreadable;
    known.newestMs = Math.max(known.newestMs, newestMs);
  }

  /** What `du` counts at a path; `null` when the walk has not met it. */
  at(path: string): SubtreeUsage | null {
    const usage = this.#subtrees.get(path) ?? null;
    return usage === null ? null : { ...usage, ...this.#linked?.usageOf([path]) };
  }

  /** What `du` counts over paths together; `null` when one of them was not met. */
  sum(paths: readonly string[]): SubtreeUsage | null {
    return paths.every((path) => this.#subtrees.has(path)) ? this.met(paths) : null;
  }

  /** The same over those of the paths that the walk has met. */
  met(paths: readonly string[]): SubtreeUsage {
    let total = NOTHING;
    for (const path of paths) {
      const usage = this.#subtrees.get(path);
      if (usage !== undefined) total = addSubtrees(total, usage);
    }
    return { ...total, ...this.#linked?.usageOf(paths) };
  }

  /** What is at a path alone, apart from what hard links share with other groups; `null` when it was not met. */
  apart(path: string): ApartUsage | null {
    const usage = this.#subtrees.get(path);
    if (usage === undefined) return null;
    return this.#linked?.apart(path) ?? { own: usage, links: [] };
  }

  /** Allocated bytes that removing those of the paths that the walk has met gives back. */
  freed(paths: readonly string[]): number {
    if (this.#linked !== null) return this.#linked.freedBy(paths)?.allocatedBytes ?? 0;
    return this.met(paths).allocatedBytes;
  }
}
