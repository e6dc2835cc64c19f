import { reportSchema } from '../report/schema/report.js';
import type { Report } from '../report/types.js';
import { readJson } from './read-json.js';

/**
 * A report that `bilge report` saved as JSON.
 * @throws UsageError where the file is none.
 */
export function readReport(path: string): Promise<Report> {
  return readJson(path, reportSchema, 'report', 'bilge report --format json -o FILE writes one');
}
