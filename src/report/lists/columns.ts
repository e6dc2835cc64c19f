import { formatAge } from '../text/age.js';
import { formatBytes, formatCount, UNMEASURED } from '../text/bytes.js';
import { bytesFigure, type CellStyle, countFigure, markOf, TOLD } from '../text/figure.js';
import { withHiddenMark } from '../text/hidden.js';
import type { Column, ColumnKind, ColumnValue } from './column.js';

type Options<T> = Partial<Pick<Column<T>, 'shown' | 'shrinks' | 'drop' | 'sparse' | 'text'>> & {
  /** Name of the record's figure that is shown, where its source may be another than the record's. */
  readonly field?: keyof T & string;
};

/** Makes a column of one kind: what it sorts by, and the words that go with it. */
type ColumnMaker<V extends ColumnValue> = <T extends object>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => V,
  options?: Options<T>,
) => Column<T>;

function makerOf<V extends ColumnValue>(
  kind: ColumnKind,
  align: Column<never>['align'],
  format: (value: V, style: CellStyle, record: object, field: string | undefined) => string,
): ColumnMaker<V> {
  return (key, title, help, value, { field, ...options } = {}) => {
    const text = (record: Parameters<typeof value>[0], style: CellStyle): string =>
      format(value(record), style, record, field);
    return { key, kind, title, help, align, value, text, shown: true, ...options };
  };
}

/** A column of names or other text. */
export const textColumn = makerOf<string | null>('text', 'left', (value) => value ?? '');

/** A column of bytes, marked by where they come from; `?` where they were not measured. */
export const bytesColumn = makerOf<number | null>('bytes', 'right', (bytes, style, record, field) =>
  bytesFigure(bytes, markOf(record, style.certainty, field), style),
);

/** A column of bytes that the engine told or recorded, as its title says; empty where it did not. */
export const toldColumn = makerOf<number | null>('bytes', 'right', (bytes, style) =>
  bytes === null ? '' : formatBytes(bytes, style),
);

/** A column of counts that are known without measuring. */
export const countColumn = makerOf<number | null>('count', 'right', formatCount);

/** A column of numbers with decimals, such as percent. */
export const ratioColumn = makerOf<number | null>('ratio', 'right', (value) =>
  value === null ? '' : String(value),
);

const measuredCountColumn = makerOf<number | null>('count', 'right', (count, style, record, field) =>
  countFigure(count, markOf(record, style.certainty, field)),
);

/** The column of inodes, the same in every list. */
export function inodesColumn<T extends object>(
  help: string,
  drop: number,
  value: (record: T) => number | null,
): Column<T> {
  return measuredCountColumn<T & { readonly inodes?: unknown }>('inodes', 'INODES', help, value, {
    drop,
    field: 'inodes',
  });
}

/** A column of times, shown as the day. */
export const timeColumn = makerOf<string | null>('time', 'left', (value) => value?.slice(0, 10) ?? '');

/** A column of times, shown as their age. */
export const ageColumn = makerOf<string | null>('time', 'right', (value, { now }) => formatAge(value, now));

const yesNoColumn = makerOf<boolean | null>('flag', 'left', (value) => String(value ?? UNMEASURED));

/** A column of yes and no, for filtering. */
export function flagColumn<T extends object>(
  key: string,
  help: string,
  value: (record: T) => boolean | null,
): Column<T> {
  return yesNoColumn(key, key.toUpperCase(), help, value, { shown: false });
}

/** A record of a root that the engine may not show. */
interface Placed {
  readonly root: string | null;
  readonly hidden: string | null;
}

/** The column of what has a name, marked where the engine does not show it; the mark is seen in a short cell too. */
export function nameColumn<T extends Placed>(
  key: string,
  title: string,
  help: string,
  value: (record: T) => string,
  options: Options<T> = {},
): Column<T> {
  const { text = value, ...others } = options;
  return textColumn<T>(key, title, help, value, {
    ...others,
    text: (record, style) => withHiddenMark(text(record, style), record),
  });
}

/** The columns of where a record lies, the same in every list: its root, where there are several, and why it is hidden. */
export function placeColumns<T extends Placed>(): Column<T>[] {
  return [
    textColumn<T>('root', 'ROOT', 'root that has it', (record) => record.root, {
      sparse: 'alike',
      shrinks: 'middle',
      // Between the columns of every list that say how much and those that say more about it.
      drop: 2.5,
    }),
    flagColumn<T>('hidden', 'the engine does not show it', (record) => record.hidden !== null),
  ];
}

/** A column of yes and no in the table: only the yes is written. */
export const shownFlagColumn = makerOf<boolean | null>('flag', 'left', (value) =>
  value === null ? UNMEASURED : value ? 'yes' : '',
);

/**
 * A column of allocated bytes that falls back on the engine's apparent ones, marked with `~`, where the disk could
 * not be read.
 */
export function sizeColumn<T extends object>(
  key: string,
  title: string,
  help: string,
  allocated: (record: T) => number | null,
  apparent: (record: T) => number | null,
  options: Options<T> = {},
): Column<T> {
  return bytesColumn<T>(key, title, help, (record) => allocated(record) ?? apparent(record), {
    text: (record, style) => {
      const bytes = allocated(record);
      return bytes === null
        ? bytesFigure(apparent(record), TOLD, style)
        : bytesFigure(bytes, markOf(record, style.certainty, options.field), style);
    },
    ...options,
  });
}
