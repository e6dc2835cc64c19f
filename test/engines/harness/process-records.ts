import { reportSchema } from '../../../src/report/schema/report.js';
import type { ProcessReport } from '../../../src/report/types.js';
import { bilge } from './bilge.js';

/** What bilge says of the processes of a host. */
export interface ProcessRecords {
  readonly all: readonly ProcessReport[];
  /** Codes of everything that went wrong with reading them. */
  readonly problems: readonly string[];
}

/** The records of `bilge processes`. */
export async function processRecords(source: readonly string[]): Promise<ProcessRecords> {
  const { code, stdout, stderr } = await bilge(['report', '--format', 'json', ...source]);
  // 3: something was not measured, perhaps with another engine of the machine.
  if (code !== 0 && code !== 3) throw new Error(`bilge ended with ${code}: ${stderr}`);
  const report = reportSchema.parse(JSON.parse(stdout));
  return {
    all: report.processes,
    problems: report.problems.filter(({ source }) => source === 'proc').map(({ code }) => code),
  };
}
