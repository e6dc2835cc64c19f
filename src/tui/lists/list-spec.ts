import type { Report } from '../../report/types.js';
import type { ByteStyle } from '../../report/text/bytes.js';
import type { ListScreen } from '../state/state.js';
import type { Column } from './column.js';
import type { RecordContext } from './context.js';

export interface SortKey<R> {
  readonly key: string;
  readonly title: string;
  /** Largest or latest first, as a person who looks for the culprit wants it. */
  readonly descendingFirst: boolean;
  /** `null` (unmeasured, unknown) sorts last in both directions. */
  value(record: R): number | string | null;
}

/** One kind of list, as data: which records, which columns, which orders. */
export interface ListSpec<R> {
  readonly screen: ListScreen;
  /** Shown when the report has no such record. */
  readonly emptyText: string;
  /** The first is the order at the start. */
  readonly sortKeys: readonly SortKey<R>[];
  records(report: Report): readonly R[];
  id(record: R): string;
  /** Texts that the filter looks into. */
  haystack(record: R): readonly (string | null)[];
  /** The figure that the bars of the list compare. */
  weight(record: R): number | null;
  columns(style: ByteStyle): readonly Column<R>[];
  /** Everything the record holds that matters, in lines of `width` columns. */
  detail(record: R, context: RecordContext, width: number): readonly string[];
}
