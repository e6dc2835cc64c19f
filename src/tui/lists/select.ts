import type { Report } from '../../report/types.js';
import { memoLast } from '../text/memo-last.js';
import { headerLine, placeColumns, recordLine } from './column.js';
import type { Look, RecordContext } from './context.js';
import type { ListSpec, SortKey } from './list-spec.js';
import { indexReport } from './report-index.js';
import { filterRecords, sortRecords } from './sort-filter.js';

/** Which order and which part of a list. */
interface Query {
  readonly sortKey: string;
  readonly descending: boolean;
  readonly filter: string;
}

/** The records that a query selects, in order. Lines are made for the rows that are asked for, not before. */
export interface Selection {
  readonly ids: readonly string[];
  /** Records in the report, the filtered-out ones included. */
  readonly total: number;
  readonly emptyText: string;
  header(width: number): string;
  row(position: number, selected: boolean, width: number): string;
  detail(position: number, width: number): readonly string[];
}

/** A list, its kind of record hidden behind lines of text. */
export interface List {
  readonly sortKeys: readonly Pick<SortKey<never>, 'key' | 'title' | 'descendingFirst'>[];
  count(report: Report): number;
  select(report: Report, query: Query): Selection;
}

/** A list over a spec. Sorting and filtering are done again only when their input changed. */
export function createList<R>(spec: ListSpec<R>, look: Look): List {
  const columns = spec.columns(look.style);
  const place = memoLast((width: number) => placeColumns(columns, width));
  const sort = memoLast((records: readonly R[], sortKey: string, descending: boolean) => {
    const key = spec.sortKeys.find((candidate) => candidate.key === sortKey) ?? spec.sortKeys[0];
    return key === undefined ? records : sortRecords(records, key, descending);
  });
  const filter = memoLast((records: readonly R[], text: string) =>
    filterRecords(records, text, (record) => spec.haystack(record)),
  );
  const heaviest = memoLast((records: readonly R[]) =>
    records.reduce<number | null>((most, record) => {
      const weight = spec.weight(record);
      return weight !== null && (most === null || weight > most) ? weight : most;
    }, null),
  );
  const makeSelection = memoLast((records: readonly R[], report: Report): Selection => {
    const all = spec.records(report);
    const context: RecordContext = { ...look, index: indexReport(report), heaviest: heaviest(all) };
    const makeDetail = memoLast((position: number, width: number) => {
      const record = records[position];
      return record === undefined ? [] : spec.detail(record, context, width);
    });
    return {
      ids: records.map((record) => spec.id(record)),
      total: all.length,
      emptyText: spec.emptyText,
      header: (width) => headerLine(place(width)),
      row(position, selected, width) {
        const record = records[position];
        return record === undefined ? '' : recordLine(place(width), record, selected, context);
      },
      detail: makeDetail,
    };
  });
  return {
    sortKeys: spec.sortKeys,
    count: (report) => spec.records(report).length,
    select: (report, query) =>
      makeSelection(
        filter(sort(spec.records(report), query.sortKey, query.descending), query.filter),
        report,
      ),
  };
}
