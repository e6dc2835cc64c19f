import { type ByteStyle, formatBytes, formatCount, UNMEASURED } from '../text/bytes.js';
import type { Column, ColumnKind, ColumnValue } from './column.js';

type Options<T> = Partial<Pick<Column<T>, 'shown' | 'shrinks'>>;

/** Makes a column of one kind: what it sorts by, and the words that go with it. */
type ColumnMaker<V extends ColumnValue> = <T>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => V,
  options?: Options<T>,
) => Column<T>;

function makerOf<V extends ColumnValue>(
  kind: ColumnKind,
  align: Column<never>['align'],
  format: (value: V, style: ByteStyle) => string,
): ColumnMaker<V> {
  return (key, title, help, value, options = {}) => {
    const text = (record: Parameters<typeof value>[0], style: ByteStyle): string =>
      format(value(record), style);
    return { key, kind, title, help, align, value, text, shown: true, ...options };
  };
}

/** A column of names or other text. */
export const textColumn = makerOf<string | null>('text', 'left', (value) => value ?? '');

/** A column of bytes; `?` where they were not measured. */
export const bytesColumn = makerOf<number | null>('bytes', 'right', formatBytes);

/** A column of counts. */
export const countColumn = makerOf<number | null>('count', 'right', formatCount);

/** A column of times, shown as the day. */
export const timeColumn = makerOf<string | null>('time', 'left', (value) => value?.slice(0, 10) ?? '');

const yesNoColumn = makerOf<boolean | null>('flag', 'left', (value) => String(value ?? UNMEASURED));

/** A column of yes and no, for filtering. */
export function flagColumn<T>(key: string, help: string, value: (record: T) => boolean | null): Column<T> {
  return yesNoColumn(key, key.toUpperCase(), help, value, { shown: false });
}

/** Marks a size that the engine told in apparent bytes, where the allocated ones were not measured. */
export const APPROXIMATE = '~';

/**
 * A column of allocated bytes that falls back on the engine's apparent ones, marked with `~`, where the disk could
 * not be read.
 */
export function sizeColumn<T>(
  key: string,
  title: string,
  help: string,
  allocated: (record: T) => number | null,
  apparent: (record: T) => number | null,
): Column<T> {
  const column = bytesColumn<T>(key, title, help, (record) => allocated(record) ?? apparent(record));
  return {
    ...column,
    text: (record, style) => {
      const isTold = allocated(record) === null && apparent(record) !== null;
      return isTold ? `${APPROXIMATE}${column.text(record, style)}` : column.text(record, style);
    },
  };
}
