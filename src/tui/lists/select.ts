import { type Column, isBlank, whyEmpty } from '../../report/lists/column.js';
import { filterByWords, isDescendingFirst, sortRecords } from '../../report/lists/selection.js';
import { cellStyle } from '../../report/text/figure.js';
import type { Report } from '../../report/types.js';
import { memoLast } from '../text/memo-last.js';
import { barColumn } from './bar-column.js';
import { cellColumn, type CellColumn, headerLine, placeColumns, recordLine } from './column.js';
import type { Look, RecordContext } from './context.js';
import type { ListSpec } from './list-spec.js';
import { indexReport } from './report-index.js';

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
  /** Why there is no record at all, as a sentence. */
  readonly emptyText: string;
  header(width: number): string;
  row(position: number, selected: boolean, width: number): string;
  detail(position: number, width: number): readonly string[];
}

/** One of the orders that a list can be in. */
interface SortKey {
  readonly key: string;
  readonly title: string;
  /** Largest or latest first, as a person who looks for the culprit wants it. */
  readonly descendingFirst: boolean;
}

/** A list, its kind of record hidden behind lines of text. */
export interface List {
  /** The first is the order at the start. */
  readonly sortKeys: readonly SortKey[];
  count(report: Report): number;
  select(report: Report, query: Query): Selection;
}

function sortKeysOf<R>({ list, columns }: ListSpec<R>): SortKey[] {
  const keys = new Set([list.defaultSort, ...columns.map(({ key }) => key)]);
  return [...keys].flatMap((key) => {
    const column = list.columns.find((candidate) => candidate.key === key);
    if (column === undefined) return [];
    return { key, title: column.title.toLowerCase(), descendingFirst: isDescendingFirst(column) };
  });
}

/** A figure of a record by the key of its column. */
function figureOf<R>(columns: readonly Column<R>[], key: string | undefined): (record: R) => number | null {
  const column = columns.find((candidate) => candidate.key === key);
  return (record) => {
    const value = column?.value(record);
    return typeof value === 'number' ? value : null;
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A list over a spec. Sorting and filtering are done again only when their input changed. */
export function createList<R>(spec: ListSpec<R>, look: Look): List {
  const { list } = spec;
  const weight = figureOf(list.columns, spec.bar?.key);
  const sort = memoLast((records: readonly R[], sortKey: string, descending: boolean) =>
    sortRecords(list, records, `${sortKey}:${descending ? 'desc' : 'asc'}`),
  );
  const filter = memoLast((records: readonly R[], line: string) => filterByWords(list, records, line));
  const contextOf = memoLast((report: Report): RecordContext => {
    const weights = list.records(report).map(weight);
    return {
      ...look,
      index: indexReport(report),
      cells: cellStyle(report, look.style),
      heaviest: weights.reduce((most, one) => (one !== null && one > (most ?? -1) ? one : most), null),
    };
  });
  const columnsOf = memoLast((report: Report): CellColumn<R>[] =>
    spec.columns.flatMap((screen) => {
      const column = list.columns.find(({ key }) => key === screen.key);
      if (column === undefined || isBlank(column, list.records(report))) return [];
      const cells = cellColumn(column, screen, list.records(report), contextOf(report));
      return spec.bar?.key === screen.key ? [cells, barColumn(weight, spec.bar.category)] : [cells];
    }),
  );
  const place = memoLast((report: Report, width: number) => placeColumns(columnsOf(report), width));
  const makeSelection = memoLast((records: readonly R[], report: Report): Selection => {
    const context = contextOf(report);
    const makeDetail = memoLast((position: number, width: number) => {
      const record = records[position];
      return record === undefined ? [] : spec.detail(record, context, width);
    });
    return {
      ids: records.map((record) => spec.id(record)),
      total: list.records(report).length,
      emptyText: sentence(whyEmpty(list, report)),
      header: (width) => headerLine(place(report, width)),
      row(position, selected, width) {
        const record = records[position];
        return record === undefined ? '' : recordLine(place(report, width), record, selected, context);
      },
      detail: makeDetail,
    };
  });
  return {
    sortKeys: sortKeysOf(spec),
    count: (report) => list.records(report).length,
    select: (report, query) =>
      makeSelection(
        filter(sort(list.records(report), query.sortKey, query.descending), query.filter),
        report,
      ),
  };
}
