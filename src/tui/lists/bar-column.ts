import type { Category } from '../../model/category.js';
import { fit } from '../../report/text/fit.js';
import { bar, fractionOf } from '../text/bar.js';
import type { CellColumn } from './column.js';

const WIDTH = 8;
/** Bars repeat what the figures beside them say: they go before any of those. */
const DROP = 100;

/** A bar that compares a record's weight with the heaviest of the list. */
export function barColumn<R>(weight: (record: R) => number | null, category: Category): CellColumn<R> {
  return {
    title: '',
    width: WIDTH,
    align: 'left',
    grows: false,
    drop: DROP,
    cell(record, width, { heaviest, theme }) {
      const fraction = fractionOf(weight(record), heaviest);
      return {
        text: fit(fraction === null ? '' : bar(fraction, width), width),
        paint: theme.category(category),
      };
    },
  };
}
