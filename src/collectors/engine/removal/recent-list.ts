/** A list that is dear to ask for, and good for a moment. */
export interface RecentList<T> {
  /** The list as it was at most a moment ago, without what has been removed since. */
  readonly get: () => Promise<readonly T[]>;
  /** This one has been removed. */
  readonly forget: (id: string) => void;
}

/** A list is good for this many times as long as it took to make: else an engine would make nothing but lists. */
const GOOD_FOR_DURATIONS = 5;

/**
 * Keeps the last answer for a moment, counted from when it was asked for.
 * @param now milliseconds of a clock that never goes back; in a test, another one.
 */
export function recentList<T extends { readonly id: string }>(
  ask: () => Promise<readonly T[]>,
  now: () => number = () => performance.now(),
): RecentList<T> {
  const removed = new Set<string>();
  let known: { readonly list: readonly T[]; readonly until: number } | null = null;
  return {
    async get() {
      const askedAt = now();
      if (known === null || askedAt > known.until) {
        const list = await ask();
        known = { list, until: askedAt + GOOD_FOR_DURATIONS * (now() - askedAt) };
      }
      return known.list.filter(({ id }) => !removed.has(id));
    },
    forget: (id) => {
      removed.add(id);
    },
  };
}
