import { parseByteSize } from '../../model/byte-size.js';
import { ExpectedError } from '../../model/expected-error.js';
import type { Column, ColumnKind, ColumnValue, ListDefinition } from './column.js';

/** A `--sort` or `--filter` that the list cannot follow. The message says what it can. */
export class SelectionError extends ExpectedError {
  constructor(message: string) {
    super(message);
    this.name = 'SelectionError';
  }
}

const OPERATORS = ['!=', '>=', '<=', '=', '~', '>', '<'] as const;
type Operator = (typeof OPERATORS)[number];

function findColumn<T>(list: ListDefinition<T>, key: string, option: string): Column<T> {
  const column = list.columns.find((candidate) => candidate.key === key.toLowerCase());
  if (column !== undefined) return column;
  const keys = list.columns.map((candidate) => candidate.key).join(', ');
  throw new SelectionError(`${option}: ${list.plural} have no "${key}"; use one of ${keys}`);
}

/** Figures and times come largest first, names from A. */
const LARGEST_FIRST: readonly ColumnKind[] = ['bytes', 'count', 'ratio', 'time'];

/** What is unknown comes last either way. */
function compare(left: ColumnValue, right: ColumnValue, descending: boolean): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  const order = left < right ? -1 : left > right ? 1 : 0;
  return descending ? -order : order;
}

/**
 * Sorts by `key`, `key:asc` or `key:desc`. Equal records keep the report's order.
 * @throws SelectionError
 */
export function sortRecords<T>(
  list: ListDefinition<T>,
  records: readonly T[],
  sort: string | undefined,
): T[] {
  const [, key = '', direction] = /^([^:]*)(?::(.*))?$/s.exec(sort ?? list.defaultSort) ?? [];
  const column = findColumn(list, key, '--sort');
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc') {
    throw new SelectionError(`--sort: "${direction}" is no direction; use ${key}:asc or ${key}:desc`);
  }
  const descending = direction === undefined ? isDescendingFirst(column) : direction === 'desc';
  return records
    .map((record) => ({ record, value: column.value(record) }))
    .sort((left, right) => compare(left.value, right.value, descending))
    .map(({ record }) => record);
}

/** Does a column come largest or latest first when no direction is given? */
export function isDescendingFirst({ kind }: Pick<Column<never>, 'kind'>): boolean {
  return LARGEST_FIRST.includes(kind);
}

/** A filter as a test of one record. */
type Test<T> = (record: T) => boolean;

/**
 * Keeps the records that pass every filter: `key=value` (with `*` for anything), `key!=value`, `key~part`,
 * `key>10MB`, `key<=5`; a filter without operator is looked for in every text column.
 * @throws SelectionError
 */
export function filterRecords<T>(
  list: ListDefinition<T>,
  records: readonly T[],
  filters: readonly string[],
): T[] {
  const tests = filters.map((filter) => parseFilter(list, filter));
  return records.filter((record) => tests.every((test) => test(record)));
}

/**
 * Keeps the records that pass each word of a line that is still being typed: a word that is a filter of this list is
 * one, any other is looked for in the text columns. The same array without words.
 */
export function filterByWords<T>(list: ListDefinition<T>, records: readonly T[], line: string): readonly T[] {
  const words = line.split(' ').filter(Boolean);
  if (words.length === 0) return records;
  const tests = words.map((word) => {
    try {
      return parseFilter(list, word);
    } catch (error) {
      if (error instanceof SelectionError) return textTest(list, word);
      throw error;
    }
  });
  return records.filter((record) => tests.every((test) => test(record)));
}

/** Keys of the columns that a sort and filters name: who sorts by a column wants to see it. */
export function namedColumns(sort: string | undefined, filters: readonly string[]): string[] {
  return [...(sort === undefined ? [] : [sort]), ...filters.filter((filter) => FILTER.test(filter))].map(
    (text) => (/^[A-Za-z]*/.exec(text)?.[0] ?? '').toLowerCase(),
  );
}

const FILTER = /^([A-Za-z]+)(!=|>=|<=|=|~|>|<)(.*)$/s;

function textTest<T>(list: ListDefinition<T>, text: string): Test<T> {
  const part = text.toLowerCase();
  const columns = list.columns.filter((column) => column.kind === 'text');
  return (record) => columns.some((column) => asSearchText(column.value(record)).includes(part));
}

function parseFilter<T>(list: ListDefinition<T>, filter: string): Test<T> {
  const match = FILTER.exec(filter);
  if (match === null) return textTest(list, filter);
  const [, key = '', operator = '=', wanted = ''] = match;
  const column = findColumn(list, key, '--filter');
  return columnTest(column, OPERATORS.find((known) => known === operator) ?? '=', wanted);
}

function columnTest<T>(column: Column<T>, operator: Operator, wanted: string): Test<T> {
  if (operator === '=' || operator === '!=' || operator === '~') {
    const pattern = operator === '~' ? globPattern(`*${wanted}*`) : globPattern(wanted);
    const size = column.kind === 'bytes' ? parseByteSize(wanted) : null;
    return (record) => {
      const value = column.value(record);
      const matches = size === null || operator === '~' ? pattern.test(asSearchText(value)) : value === size;
      return matches === (operator !== '!=');
    };
  }
  const bound = boundOf(column, operator, wanted);
  return (record) => {
    const value = comparable(column.value(record), column.kind, wanted);
    // Unmeasured is neither more nor less than anything.
    if (value === null || typeof value !== typeof bound) return false;
    if (operator === '>') return value > bound;
    if (operator === '<') return value < bound;
    return operator === '>=' ? value >= bound : value <= bound;
  };
}

/** A day stands for all of it: `created<=2026-01-31` keeps what was made on that day. */
function comparable(value: ColumnValue, kind: ColumnKind, wanted: string): ColumnValue {
  return kind === 'time' && typeof value === 'string' ? value.slice(0, wanted.length) : value;
}

/** What the values of a column are compared with. Times are RFC 3339 in UTC: their text is in their order. */
function boundOf<T>({ key, kind }: Column<T>, operator: Operator, wanted: string): string | number {
  if (kind === 'flag') throw new SelectionError(`--filter: "${key}" is true or false; use ${key}=true`);
  if (kind === 'bytes') {
    const size = parseByteSize(wanted);
    if (size !== null) return size;
    throw new SelectionError(`--filter: "${wanted}" is no size; write it as 500MB, 1.5GiB or in bytes`);
  }
  if (kind === 'count') {
    if (/^\d{1,15}$/.test(wanted)) return Number(wanted);
    throw new SelectionError(`--filter: "${wanted}" is no number; write it as ${key}${operator}5`);
  }
  if (kind === 'ratio') {
    if (/^\d{1,15}(\.\d{1,9})?$/.test(wanted)) return Number(wanted);
    throw new SelectionError(`--filter: "${wanted}" is no number; write it as ${key}${operator}1.5`);
  }
  if (kind === 'time' && !/^\d{4}(-\d\d){0,2}(T|$)/.test(wanted)) {
    throw new SelectionError(`--filter: "${wanted}" is no time; write it as ${key}${operator}2026-01-31`);
  }
  if (wanted === '') throw new SelectionError(`--filter: ${key}${operator} what?`);
  return wanted;
}

function asSearchText(value: ColumnValue): string {
  return value === null ? '' : String(value).toLowerCase();
}

/** `*` stands for anything, everything else for itself. */
function globPattern(glob: string): RegExp {
  const source = glob
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's');
}
