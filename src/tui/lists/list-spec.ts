import type { Category } from '../../model/category.js';
import type { ListDefinition } from '../../report/lists/column.js';
import type { RecordContext } from './context.js';
import type { ScreenColumn } from './column.js';

/** A list of the report on a screen: what the screen adds to its definition. */
export interface ListSpec<R> {
  readonly list: ListDefinition<R>;
  /** Keys of the columns that are shown, from left to right, and how. They are the orders that `s` goes through. */
  readonly columns: readonly ScreenColumn<R>[];
  /** The figure that bars compare, and whose color they have; they stand right of its column. */
  readonly bar?: { readonly key: string; readonly category: Category };
  /** What tells records apart from one report to the next. */
  id(record: R): string;
  /** Everything the record holds that matters, in lines of `width` columns. */
  detail(record: R, context: RecordContext, width: number): readonly string[];
}
