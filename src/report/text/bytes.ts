import { filesize } from 'filesize';

export interface ByteStyle {
  /** Binary units (KiB, MiB) instead of Docker's decimal ones (kB, MB). */
  readonly iec: boolean;
}

/** What stands for a figure that was not measured. Never 0. */
export const UNMEASURED = '?';

/** A byte count for people: `1.23 GB`, or `1.15 GiB` with `iec`; `?` when it was not measured. */
export function formatBytes(bytes: number | null, style: ByteStyle): string {
  if (bytes === null) return UNMEASURED;
  return style.iec
    ? filesize(bytes, { base: 2, standard: 'iec', round: 2, pad: bytes >= 1024 })
    : filesize(bytes, { base: 10, standard: 'si', round: 2, pad: bytes >= 1000 });
}

/** A count for people: digits in groups of three; `?` when it was not measured. */
export function formatCount(count: number | null): string {
  return count === null ? UNMEASURED : count.toLocaleString('en-US');
}

/** Share of a whole in percent, `12.3 %`; empty when either is unknown or the whole is 0. */
export function formatShare(part: number | null, whole: number | null): string {
  if (part === null || whole === null || whole === 0) return '';
  return `${((part / whole) * 100).toFixed(1)} %`;
}
