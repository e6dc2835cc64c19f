/* Runs a scan that never ends, with its progress line, for the tests in a terminal. */
import process from 'node:process';
import { loadReport } from '../../../src/cli/load-report.js';
import { HostBuilder } from '../../analyzers/host-builder.js';

const inventory = new HostBuilder().inventory();
// Something at work, as the worker threads of a real scan are.
setInterval(() => {}, 1000);
await loadReport({}, async (_options, { onProgress } = {}) => {
  onProgress?.(inventory);
  if (process.argv[2] === 'ends') return inventory;
  return new Promise(() => {});
});
process.stderr.write('DONE\n');
process.exit(0);
