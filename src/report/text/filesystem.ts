import type { RootReport } from '../types.js';
import { type ByteStyle, formatBytes, formatCount, formatShare } from './bytes.js';

type FilesystemReport = NonNullable<RootReport['filesystem']>;

/** While more than this share of the inodes is free, nobody runs out of them first. */
const MANY = 0.5;

/** Inodes in use; `null` on a filesystem without a limit, and where they are unknown. */
function inodesUsed({ inodesTotal, inodesFree }: FilesystemReport): number | null {
  return inodesTotal === null || inodesFree === null ? null : Math.max(0, inodesTotal - inodesFree);
}

/** `12,345 of 100,000 used (12.3 %), 87,655 free`, or that the filesystem (btrfs, for one) sets no limit. */
export function inodeUse(filesystem: FilesystemReport): string {
  const { inodesTotal, inodesFree } = filesystem;
  if (inodesTotal === null) return 'no limit';
  const used = inodesUsed(filesystem);
  const share = formatShare(used, inodesTotal);
  return `${formatCount(used)} of ${formatCount(inodesTotal)} used${share === '' ? '' : ` (${share})`}, ${formatCount(inodesFree)} free`;
}

/** `60.00 GB of 100.00 GB used (60.0 %), 35.00 GB free`. */
export function byteUse(
  { usedBytes, totalBytes, availableBytes }: FilesystemReport,
  style: ByteStyle,
): string {
  const share = formatShare(usedBytes, totalBytes);
  return `${formatBytes(usedBytes, style)} of ${formatBytes(totalBytes, style)} used${share === '' ? '' : ` (${share})`}, ${formatBytes(availableBytes, style)} free`;
}

/** A sentence where the filesystem runs out of inodes before it runs out of bytes; `null` otherwise. */
export function inodeWarning({
  inodesTotal,
  inodesFree,
  availableBytes,
  totalBytes,
}: FilesystemReport): string | null {
  if (inodesTotal === null || inodesFree === null || inodesTotal === 0 || totalBytes === 0) return null;
  const free = inodesFree / inodesTotal;
  if (free > MANY || free >= availableBytes / totalBytes) return null;
  return `inodes are scarcer than bytes: ${formatShare(inodesFree, inodesTotal)} of them are free, ${formatShare(availableBytes, totalBytes)} of the bytes`;
}
