import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

export type Align = 'left' | 'right';

/** Where a text that is too long loses something. */
export type Cut = 'end' | 'middle';

const PLAIN = /^[\u0020-\u007E]*$/;

/** Columns that a text takes; SGR codes take none. */
export function displayWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The text cut to `width` columns, with `…` where something is missing; never padded. */
export function truncate(text: string, width: number, cut: Cut = 'end'): string {
  if (width <= 0) return '';
  if (displayWidth(text) <= width) return text;
  return cliTruncate(text, width, { position: cut });
}

/** The text in exactly `width` columns: cut or padded. A wide character that does not fit leaves a space. */
export function fit(text: string, width: number, align: Align = 'left', cut: Cut = 'end'): string {
  const shown = truncate(text, width, cut);
  const padding = ' '.repeat(Math.max(0, width - displayWidth(shown)));
  return align === 'left' ? shown + padding : padding + shown;
}

/** `left` and `right` at the two ends of a line of `width` columns; the left one is cut when both do not fit. */
export function spread(left: string, right: string, width: number): string {
  const rightWidth = displayWidth(right);
  if (rightWidth >= width) return fit(right, width);
  return fit(left, width - rightWidth) + right;
}

/** Two blocks of lines beside each other; the left one in `leftWidth` columns. */
export function beside(left: readonly string[], right: readonly string[], leftWidth: number): string[] {
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, row) => fit(left[row] ?? '', leftWidth) + (right[row] ?? ''),
  );
}
