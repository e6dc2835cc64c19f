import { fileURLToPath } from 'node:url';
import { reportSchema } from '../../../src/report/schema/report.js';
import type { Report } from '../../../src/report/types.js';
import { engineRoots } from './layout.js';
import type { PrivateEngine } from './private-engine.js';
import { run, type RunOptions } from './run.js';

/** The launcher that users run. */
export const BILGE = fileURLToPath(new URL('../../../../bin/bilge.js', import.meta.url));

export interface BilgeResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command line with the Node of the tests. */
export async function bilge(args: readonly string[], options: RunOptions = {}): Promise<BilgeResult> {
  const { code, stdout, stderr } = await run(process.execPath, [BILGE, ...args], options);
  return { code, stdout: stdout.toString('utf8'), stderr };
}

/** The Report of a running engine, checked against its schema. */
export function onlineReport(engine: PrivateEngine): Promise<Report> {
  return reportOf(['-H', engine.host]);
}

/** The Report of the same roots without asking the engine. */
export function offlineReport(engine: PrivateEngine): Promise<Report> {
  const [dataRoot = '', containerdRoot] = engineRoots(engine.layout);
  const beside = containerdRoot === undefined ? [] : ['--containerd-root', containerdRoot];
  return reportOf(['--offline', '--data-root', dataRoot, ...beside]);
}

async function reportOf(source: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await bilge(['report', '--format', 'json', ...source]);
  // 3: something was not measured, perhaps with another engine of the machine; the report says what.
  if (code !== 0 && code !== 3) throw new Error(`bilge report ended with ${code}: ${stderr}`);
  return reportSchema.parse(JSON.parse(stdout));
}
