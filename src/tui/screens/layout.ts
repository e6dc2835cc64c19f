import type { ListState } from '../state/state.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Below this, the screens say so instead of showing half of themselves. */
export const SMALLEST: Size = { columns: 60, rows: 15 };

/** Header, title line and footer. */
const FRAME_ROWS = 3;

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

/** Rows between the title line and the footer. */
export function bodyRows(size: Size): number {
  return Math.max(0, size.rows - FRAME_ROWS);
}

export interface ListLayout {
  /** Records that fit, below the line of titles. 0 when the detail is alone. */
  readonly listRows: number;
  /** Lines of the detail that fit, below its rule. */
  readonly detailRows: number;
}

/** How list and detail share the body: the list keeps two fifths while the detail is open. */
export function layoutList(size: Size, detail: ListState['detail']): ListLayout {
  const body = bodyRows(size);
  if (detail === 'full') return { listRows: 0, detailRows: body };
  if (detail === 'closed') return { listRows: Math.max(1, body - 1), detailRows: 0 };
  const listRows = Math.max(2, Math.floor((body - 2) * 0.4));
  return { listRows, detailRows: Math.max(1, body - 2 - listRows) };
}
