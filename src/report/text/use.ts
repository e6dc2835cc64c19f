import { type ByteStyle, formatBytes } from './bytes.js';

/** What stands for a figure that there is none of: of a container that does not run, or without a second reading. */
export const NONE = '-';

/** What stands for a limit that was not set. */
export const NO_LIMIT = 'none';

/** Percent for people, `12.3 %`. */
export function formatPercent(percent: number): string {
  return `${percent.toFixed(1)} %`;
}

/** A number of processors as it is given to `--cpus`: at most three decimals, none that say nothing. */
export function formatCpus(cpus: number): string {
  return String(Number(cpus.toFixed(cpus < 0.01 ? 5 : 3)));
}

/** Bytes per second, `1.20 MB/s`. */
export function formatRate(bytesPerSecond: number, style: ByteStyle): string {
  return `${formatBytes(Math.round(bytesPerSecond), style)}/s`;
}
