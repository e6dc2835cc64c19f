import { parseByteSize } from './byte-size.js';
import type { Column, ColumnValue, ListDefinition } from './column.js';

/** A `--sort` or `--filter` that the list cannot follow. The message says what it can. */
export class SelectionError extends Error {
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

/** Figures and times come largest first, names from A; what is unknown comes last either way. */
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
  const [key = '', direction] = (sort ?? list.defaultSort).split(':');
  const column = findColumn(list, key, '--sort');
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc') {
    throw new SelectionError(`--sort: "${direction}" is no direction; use ${key}:asc or ${key}:desc`);
  }
  const numeric = records.some((record) => typeof column.value(record) === 'number');
  const descending = direction === undefined ? numeric : direction === 'desc';
  return [...records].sort((left, right) => compare(column.value(left), column.value(right), descending));
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

function parseFilter<T>(list: ListDefinition<T>, filter: string): Test<T> {
  const match = /^([A-Za-z]+)(!=|>=|<=|=|~|>|<)(.*)$/s.exec(filter);
  if (match === null) {
    const part = filter.toLowerCase();
    const columns = list.columns.filter((column) => column.bytes !== true);
    return (record) => columns.some((column) => asSearchText(column.value(record)).includes(part));
  }
  const [, key = '', operator = '=', wanted = ''] = match;
  const column = findColumn(list, key, '--filter');
  return columnTest(column, OPERATORS.find((known) => known === operator) ?? '=', wanted);
}

function columnTest<T>(column: Column<T>, operator: Operator, wanted: string): Test<T> {
  if (operator === '=' || operator === '!=' || operator === '~') {
    const pattern = operator === '~' ? globPattern(`*${wanted}*`) : globPattern(wanted);
    const size = column.bytes === true ? parseByteSize(wanted) : null;
    return (record) => {
      const value = column.value(record);
      const matches = size === null ? pattern.test(asSearchText(value)) : value === size;
      return matches === (operator !== '!=');
    };
  }
  const bound = column.bytes === true ? parseByteSize(wanted) : Number(wanted);
  const time = Number.isNaN(bound) ? wanted : bound;
  if (time === null || wanted === '') {
    throw new SelectionError(`--filter: "${wanted}" is no size; write it as 500MB, 1.5GiB or in bytes`);
  }
  return (record) => {
    const value = column.value(record);
    // Unmeasured is neither more nor less than anything.
    if (value === null || typeof value !== typeof time) return false;
    if (operator === '>') return value > time;
    if (operator === '<') return value < time;
    return operator === '>=' ? value >= time : value <= time;
  };
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
