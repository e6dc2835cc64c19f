/** Nothing can be said of less: the kernel counts some of these figures in steps. */
const SHORTEST_MS = 50;

/** Milliseconds between two readings; `null` where they are too close for rates, or in the wrong order. */
export function intervalOf(earlierMs: number, laterMs: number): number | null {
  const interval = laterMs - earlierMs;
  return interval >= SHORTEST_MS ? interval : null;
}

/** How much a counter grew; `null` where it was not read twice, or began anew. */
export function growth(earlier: number | null, later: number | null): number | null {
  return earlier === null || later === null || later < earlier ? null : later - earlier;
}

/** What part of a whole, in percent; `null` of nothing. */
export function percent(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (part / whole) * 100;
}

/** Growth by second. */
export function perSecond(grown: number | null, intervalMs: number | null): number | null {
  return grown === null || intervalMs === null ? null : (grown * 1000) / intervalMs;
}

/** Time of the processor in percent of one processor. */
export function processorPercent(grownMicros: number | null, intervalMs: number | null): number | null {
  return intervalMs === null ? null : percent(grownMicros, intervalMs * 1000);
}
