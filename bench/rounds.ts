import { availableParallelism, cpus, loadavg } from 'node:os';

/** One thing that is measured beside others. */
export interface Contestant {
  readonly name: string;
  /** Does it once. */
  readonly run: () => void | Promise<void>;
}

/** Milliseconds of every round, by contestant in the order given. */
export type Times = ReadonlyMap<string, readonly number[]>;

/**
 * Runs all contestants in turn, round after round, so that whatever else the machine does meets all of them alike.
 * One round before the first is not counted: it warms the caches.
 */
export async function interleave(contestants: readonly Contestant[], rounds: number): Promise<Times> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of contestants) {
      const startedAt = performance.now();
      await run();
      if (round > 0) times.get(name)?.push(performance.now() - startedAt);
    }
  }
  return times;
}

/** The middle of the sorted values; `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** A table of medians, fastest rounds, and the ratio of each median to that of the baseline. */
export function describe(times: Times, baseline: string): string[] {
  const base = median(times.get(baseline) ?? []);
  const width = Math.max(...[...times.keys()].map((name) => name.length));
  return [...times].map(([name, values]) => {
    const middle = median(values);
    const ratio = `${(middle / base).toFixed(2)} × ${baseline}`;
    const figures = `median ${middle.toFixed(1)} ms, fastest ${Math.min(...values).toFixed(1)} ms`;
    return `${name.padEnd(width)}  ${figures}, ${ratio}`;
  });
}

/** What a figure means nothing without: the machine, and how busy it was. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `Node ${process.versions.node}, ${availableParallelism()} × ${model}, load ${load}`;
}
