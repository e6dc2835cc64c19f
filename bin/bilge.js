#!/usr/bin/env node
// Kept to what old Node versions understand: it has to run there far enough to say what is missing.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // Answered here: everything else costs ten times as long to load.
  process.stdout.write(`${JSON.parse(readFileSync(here('../package.json'), 'utf8')).version}\n`);
} else if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  const runtime = ['../node_modules/node/bin/node', '../../node/bin/node'].map(here).find(existsSync);
  if (runtime === undefined) {
    process.stderr.write(`bilge needs Node ${NEEDED} or newer; this is Node ${process.versions.node}.\n`);
    process.exitCode = 2;
  } else {
    const [{ spawn }, { constants }] = await Promise.all([import('node:child_process'), import('node:os')]);
    // Before the other Node starts: from then on a signal must reach it.
    // The terminal sends Ctrl-C to both; the child decides what it means.
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    const child = spawn(runtime, [fileURLToPath(import.meta.url), ...args], { stdio: 'inherit' });
    child.on('error', (error) => {
      process.stderr.write(`bilge could not start its Node (${runtime}): ${error.message}\n`);
      process.exitCode = 2;
    });
    child.on('exit', (code, signal) => {
      process.exitCode = signal === null ? code : 128 + constants.signals[signal];
    });
  }
} else if (existsSync(here('../dist/src/cli/main.js'))) {
  const { main } = await import('../dist/src/cli/main.js');
  process.exitCode = await main(args);
} else {
  process.stderr.write('bilge is not built yet: run "npm ci" (or "npm run build") in its folder.\n');
  process.exitCode = 2;
}
