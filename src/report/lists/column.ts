import type { CellStyle } from '../text/figure.js';
import type { Cut } from '../text/fit.js';
import type { Report } from '../types.js';

/** What a column sorts and filters by. `null`: unknown or unmeasured. */
export type ColumnValue = string | number | boolean | null;

/** How the values of a column are sorted, and what a filter on it may say; `ratio`: a number with decimals. */
export type ColumnKind = 'text' | 'bytes' | 'count' | 'ratio' | 'flag' | 'time';

/** One column of a list: its key in `--sort` and `--filter`, and how it looks. */
export interface Column<T> {
  readonly key: string;
  readonly kind: ColumnKind;
  readonly title: string;
  readonly help: string;
  readonly align: 'left' | 'right';
  readonly value: (record: T) => ColumnValue;
  /** The cell's text, not yet cleaned of control characters. */
  readonly text: (record: T, style: CellStyle) => string;
  /** Shown in the table; false: only when sorted or filtered by. */
  readonly shown: boolean;
  /** May be shortened when the terminal is narrow, and where. */
  readonly shrinks?: Cut;
  /** The column with the highest number is left out first when the terminal is narrow; without one it stays. */
  readonly drop?: number;
  /** Left out where no record has anything in it; `alike`: or where all have the same. */
  readonly sparse?: boolean | 'alike';
}

/** A list of the report, for every view: its records, columns, natural order and words. */
export interface ListDefinition<T> {
  /** Name of the command. */
  readonly name: string;
  /** What one record is called, for "no images". */
  readonly plural: string;
  /** What the list shows, for the help. */
  readonly about: string;
  readonly columns: readonly Column<T>[];
  /** Key to sort by when none is given; figures come largest first. */
  readonly defaultSort: string;
  readonly records: (report: Report) => readonly T[];
  /** Name under which the report's `notCollected` tells that nobody looked. */
  readonly optional?: Report['notCollected'][number];
  /** What a table leaves out unless everything is asked for, and the line that says so. The JSON has it all. */
  readonly hidden?: { readonly isHidden: (record: T) => boolean; readonly note: (count: number) => string };
  /** Codes of the notices that are said below the table. */
  readonly notices?: readonly string[];
  /**
   * Lines below the table of these records, each at most `available` columns wide; with what the report says beside
   * them, where there is one at hand.
   */
  readonly footer?: (records: readonly T[], available: number, report: Report | null) => string[];
}

/** Is there nothing to show in a column that may then be left out? */
export function isBlank<T>(column: Column<T>, records: readonly T[]): boolean {
  const { sparse = false } = column;
  if (sparse === false) return false;
  if (sparse === 'alike' && new Set(records.map(column.value)).size < 2) return true;
  return records.every((record) => {
    const value = column.value(record);
    return value === null || value === '' || value === false;
  });
}

/** Why a list has no record: nothing there, not everything read, or nobody looked. */
export function whyEmpty<T>(list: ListDefinition<T>, report: Report): string {
  if (list.optional !== undefined && report.notCollected.includes(list.optional)) {
    const source = list.optional === 'processes' ? 'the kernel' : 'the disk';
    return `${list.plural} were not collected: neither the engine nor ${source} told of them`;
  }
  return report.complete ? `no ${list.plural}` : `no ${list.plural} found, but not everything could be read`;
}
