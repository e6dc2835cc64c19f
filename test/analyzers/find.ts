import type { Category } from '../../src/model/category.js';
import type { CategoryReport, Report, RootReport } from '../../src/report/types.js';

/** The only root of a report. */
export function rootOf(report: Report): RootReport {
  const root = report.roots[0];
  if (root === undefined) throw new Error('the report has no root');
  return root;
}

export function categoryOf(report: Report, name: Category): CategoryReport {
  const found = rootOf(report).categories.find((category) => category.category === name);
  if (found === undefined) throw new Error(`the report has no category ${name}`);
  return found;
}

/** The record for which `is` holds. */
export function findIn<T>(records: readonly T[], is: (record: T) => boolean): T {
  const found = records.find(is);
  if (found === undefined) throw new Error('no such record in the report');
  return found;
}

/** Sum of figures of which none may be missing. */
export function total(figures: readonly (number | null)[]): number {
  return figures.reduce<number>((sum, figure) => {
    if (figure === null) throw new Error('a figure is unmeasured');
    return sum + figure;
  }, 0);
}
