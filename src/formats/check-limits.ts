import { parseByteSize } from '../model/byte-size.js';
import type { SizeLimit } from '../model/check.js';

/** What the parsers below take, for messages. */
export const PERCENTAGE_FORMS = 'a share such as 85%, at most 100%';
export const SIZE_FORMS = 'a size such as 500MB or 1.5GiB';
export const SIZE_LIMIT_FORMS = 'a size such as 20GB, or a share such as 10%';

/**
 * Reads a share such as `85%` or `99.5 %`, with three digits after the point at most: shares are compared exactly.
 * @returns percent from 0 to 100, `null` where it is no share.
 */
export function parsePercentage(text: string): number | null {
  const match = /^(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(text.trim());
  const percent = Number(match?.[1] ?? Number.NaN);
  return percent <= 100 ? percent : null;
}

/** Reads a size or a share; `null` where it is neither. */
export function parseSizeLimit(text: string): SizeLimit | null {
  const percent = parsePercentage(text);
  if (percent !== null) return { percent };
  const bytes = parseByteSize(text);
  return bytes === null ? null : { bytes };
}
