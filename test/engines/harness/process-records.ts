import { z } from 'zod';
import { processSchema } from '../../../src/report/schema/process.js';
import type { ProcessReport } from '../../../src/report/types.js';
import { bilge } from './bilge.js';

/** What bilge says of the processes of a host. */
export interface ProcessRecords {
  readonly all: readonly ProcessReport[];
  /** What it says of everything that went wrong, a line each. */
  readonly problems: readonly string[];
}

const records = z.array(processSchema);

/** The records of `bilge processes`. */
export async function processRecords(source: readonly string[]): Promise<ProcessRecords> {
  const { code, stdout, stderr } = await bilge(['processes', '--json', ...source]);
  if (code !== 0 && code !== 3) throw new Error(`bilge ended with ${code}: ${stderr}`);
  const problems = stderr.split('\n').filter((line) => line.trim() !== '');
  return { all: records.parse(JSON.parse(stdout)), problems };
}
