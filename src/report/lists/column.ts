import type { ByteStyle } from '../text/bytes.js';

/** What a column sorts and filters by. `null`: unknown or unmeasured. */
export type ColumnValue = string | number | boolean | null;

/** How the values of a column are sorted, and what a filter on it may say. */
export type ColumnKind = 'text' | 'bytes' | 'count' | 'flag' | 'time';

/** One column of a list: its key in `--sort` and `--filter`, and how it looks. */
export interface Column<T> {
  readonly key: string;
  readonly kind: ColumnKind;
  readonly title: string;
  readonly help: string;
  readonly align: 'left' | 'right';
  readonly value: (record: T) => ColumnValue;
  /** The cell's text, not yet cleaned of control characters. */
  readonly text: (record: T, style: ByteStyle) => string;
  /** Shown in the table; false: for sorting and filtering only. */
  readonly shown: boolean;
  /** May be shortened when the terminal is narrow. */
  readonly shrinks?: boolean;
}

/** A list of the report: its records, columns and natural order. */
export interface ListDefinition<T> {
  readonly name: string;
  /** What one record is called, for "no images". */
  readonly plural: string;
  readonly columns: readonly Column<T>[];
  /** Key to sort by when none is given; figures come largest first. */
  readonly defaultSort: string;
}
