import type { NoticeReport } from '../types.js';
import { type ByteStyle, formatBytes } from './bytes.js';
import { cleanText } from './clean-text.js';
import { shortId } from './names.js';

/** Names of objects in a notice; the JSON has them all. */
const NAMES_SHOWN = 3;

/**
 * A notice for people, in one line: what it is about with how much space that takes, and what to do. `2 running
 * containers log without a size limit, 14.20 GB so far: web (13.10 GB), api (1.10 GB); create them …`.
 */
export function noticeText(notice: NoticeReport, style: ByteStyle): string {
  const { message, objects = [], hint } = notice;
  const size = notice.allocatedBytes === undefined ? '' : ` · ${formatBytes(notice.allocatedBytes, style)}`;
  const figures = objects.map(({ allocatedBytes }) => allocatedBytes);
  const known = figures.filter((bytes) => bytes !== null);
  const total = Math.min(
    Number.MAX_SAFE_INTEGER,
    known.reduce((sum, bytes) => sum + bytes, 0),
  );
  const sum =
    known.length === 0
      ? ''
      : `, ${known.length < figures.length ? '≥' : ''}${formatBytes(total, style)} so far`;
  const shown = objects
    .slice(0, NAMES_SHOWN)
    .map(({ id, name, allocatedBytes }) => `${name ?? shortId(id)} (${formatBytes(allocatedBytes, style)})`);
  const more = objects.length - shown.length;
  const names = shown.length === 0 ? '' : `: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return cleanText(`${message}${size}${sum}${names}${hint === undefined ? '' : `; ${hint}`}`);
}
