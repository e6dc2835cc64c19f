import type { Position } from './footer.js';

/** What is between title line and footer: at most as many lines as there are rows. */
export interface Body {
  readonly lines: readonly string[];
  readonly position: Position | null;
}

/** The visible part of longer text. */
export function windowLines(lines: readonly string[], offset: number, rows: number): Body {
  const first = Math.max(0, Math.min(offset, lines.length - rows));
  const shown = lines.slice(first, first + rows);
  return { lines: shown, position: { first: first + 1, last: first + shown.length, total: lines.length } };
}
