import { formatBytes, formatCount, UNMEASURED } from '../text/bytes.js';
import type { Column } from './column.js';

type Options<T> = Partial<Pick<Column<T>, 'shown' | 'shrinks'>>;

/** A column of names or other text. */
export function textColumn<T>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => string | null,
  options: Options<T> = {},
): Column<T> {
  return {
    key,
    kind: 'text',
    title,
    help,
    align: 'left',
    value,
    text: (record) => value(record) ?? '',
    shown: true,
    ...options,
  };
}

/** A column of bytes; `?` where they were not measured. */
export function bytesColumn<T>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => number | null,
  options: Options<T> = {},
): Column<T> {
  return {
    key,
    kind: 'bytes',
    title,
    help,
    align: 'right',
    value,
    text: (record, style) => formatBytes(value(record), style),
    shown: true,
    ...options,
  };
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

/** A column of counts. */
export function countColumn<T>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => number | null,
  options: Options<T> = {},
): Column<T> {
  return {
    key,
    kind: 'count',
    title,
    help,
    align: 'right',
    value,
    text: (record) => formatCount(value(record)),
    shown: true,
    ...options,
  };
}

/** A column of yes and no, for filtering. */
export function flagColumn<T>(key: string, help: string, value: (record: T) => boolean | null): Column<T> {
  return {
    key,
    kind: 'flag',
    title: key.toUpperCase(),
    help,
    align: 'left',
    value,
    text: (record) => String(value(record) ?? UNMEASURED),
    shown: false,
  };
}

/** A column of times, shown as the day. */
export function timeColumn<T>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => string | null,
  options: Options<T> = {},
): Column<T> {
  return {
    key,
    kind: 'time',
    title,
    help,
    align: 'left',
    value,
    text: (record) => value(record)?.slice(0, 10) ?? '',
    shown: true,
    ...options,
  };
}
