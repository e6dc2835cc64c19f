import type { NoticeReport } from '../types.js';
import { type ByteStyle, formatBytes } from './bytes.js';
import { cleanText } from './clean-text.js';

/** A notice for people: its message, and how much space it is about. */
export function noticeText({ message, allocatedBytes }: NoticeReport, style: ByteStyle): string {
  const size = allocatedBytes === undefined ? '' : ` · ${formatBytes(allocatedBytes, style)}`;
  return cleanText(`${message}${size}`);
}
