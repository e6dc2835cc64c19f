import { readFile } from 'node:fs/promises';
import { reportSchema } from '../report/schema/report.js';
import type { Report } from '../report/types.js';
import { UsageError } from './exit.js';

/**
 * A report that `bilge report` saved as JSON.
 * @throws UsageError where the file is none.
 */
export async function readReport(path: string): Promise<Report> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON; bilge report --format json -o FILE writes a report`);
  }
  const result = reportSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  throw new UsageError(
    `${path} is no report of bilge: ${where}: ${issue?.message ?? 'not as it should be'}; bilge report --format json -o FILE writes one`,
  );
}
