import type { ByteStyle } from '../../report/text/bytes.js';
import { shortId } from '../../report/text/names.js';
import { bar, fractionOf } from '../text/bar.js';
import { displayText } from '../text/display-text.js';
import { bytesFigure, bytesWidth, countFigure } from '../text/figure.js';
import type { Paint, Theme } from '../theme/theme.js';
import type { Column } from './column.js';
import { isLowerBound } from './report-index.js';

interface Provenance {
  readonly source: string;
  readonly unmeasuredReason: string | null;
}

/** A column of bytes, right-aligned; zero and unmeasured ones step back. */
export function bytesColumn<R extends Provenance>(
  title: string,
  drop: number,
  style: ByteStyle,
  value: (record: R) => number | null,
  paint?: (theme: Theme) => Paint,
): Column<R> {
  return {
    title,
    width: bytesWidth(style),
    align: 'right',
    drop,
    cell(record, context) {
      const bytes = value(record);
      const text = bytesFigure(bytes, isLowerBound(record, context.index), style);
      if (bytes === null || bytes === 0) return { text, paint: context.theme.muted };
      return paint === undefined ? { text } : { text, paint: paint(context.theme) };
    },
  };
}

/** A column of counts. `exact` ones are known without a scan. */
export function countColumn<R extends Provenance>(
  title: string,
  width: number,
  drop: number,
  value: (record: R) => number | null,
  exact = true,
): Column<R> {
  return {
    title,
    width,
    align: 'right',
    drop,
    cell(record, context) {
      const count = value(record);
      const text = countFigure(count, !exact && isLowerBound(record, context.index));
      return count === 0 ? { text, paint: context.theme.muted } : { text };
    },
  };
}

/** A column with the 12 digits that the docker CLI shows. */
export function idColumn<R>(title: string, drop: number, value: (record: R) => string): Column<R> {
  return {
    title,
    width: 12,
    align: 'left',
    drop,
    cell: (record, { theme }) => ({ text: shortId(value(record)), paint: theme.muted }),
  };
}

/** A column of text from the engine. */
export function textColumn<R>(
  title: string,
  width: number,
  drop: number,
  value: (record: R) => string,
  grows = false,
): Column<R> {
  return {
    title,
    width,
    align: 'left',
    grows,
    drop,
    cell: (record) => ({ text: displayText(value(record)) }),
  };
}

/** A bar that compares a record's weight with the heaviest of the list. */
export function barColumn<R>(
  drop: number,
  value: (record: R) => number | null,
  paint: (theme: Theme) => Paint,
): Column<R> {
  const width = 8;
  return {
    title: '',
    width,
    align: 'left',
    drop,
    cell(record, { heaviest, theme }) {
      const fraction = fractionOf(value(record), heaviest);
      return { text: fraction === null ? '' : bar(fraction, width), paint: paint(theme) };
    },
  };
}
