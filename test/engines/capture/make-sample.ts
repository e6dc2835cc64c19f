import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../harness/run.js';
import { startPrivateEngine } from '../harness/private-engine.js';
import { requirePrograms } from '../harness/preconditions.js';
import { buildWorkload } from '../harness/workload.js';
import { addBulk, startAgain } from './bulk.js';
import { crashWhileLoading } from './crash.js';
import { DATA_ROOT, furnish, isInside, runInNamespaces } from './namespace.js';
import { packSample } from './pack.js';

const HOSTNAME = 'sample-host';
const FILESYSTEM_BYTES = 4 * 1024 ** 3;
/** Makes some 700 MB of images, volumes and writable layers. */
const SCALE = 10;
const LONG_LOG_LINES = 900_000;

async function capture(output: string, work: string, forbidden: readonly string[]): Promise<void> {
  await furnish(work, HOSTNAME, FILESYSTEM_BYTES);
  const engine = await startPrivateEngine({
    dataRoot: DATA_ROOT,
    execRoot: '/var/run/docker',
    defaultBridge: true,
  });
  try {
    const bindSource = '/srv/shop/config';
    mkdirSync(bindSource, { recursive: true });
    const workload = await buildWorkload(engine, { scale: SCALE, bindSource, longLogLines: LONG_LOG_LINES });
    await addBulk(engine);
    await crashWhileLoading(engine);
    await engine.start();
    const running = workload.containers.filter(({ state }) => state === 'running' || state === 'paused');
    await startAgain(
      engine,
      running.map(({ name }) => name),
    );
    await engine.stop();
    await mustRun('sync', ['--file-system', DATA_ROOT]);
    await packSample(DATA_ROOT, output, { engineVersion: engine.version, hostname: HOSTNAME }, [
      ...forbidden,
      engine.layout.directory,
    ]);
  } finally {
    await engine.cleanup();
  }
}

async function main(): Promise<number> {
  const [output, work, outerName] = process.argv.slice(2);
  if (output === undefined) {
    console.error('usage: make-sample OUT.tar.gz');
    return 2;
  }
  if (isInside() && work !== undefined && outerName !== undefined) {
    // A short name such as `vm` is found in any long listing by chance.
    const names = outerName.length >= 6 ? [outerName] : [];
    await capture(output, work, [...names, work, process.cwd(), join(tmpdir(), 'bilge-')]);
    return 0;
  }
  await requirePrograms();
  const scratch = mkdtempSync(join(tmpdir(), 'bilge-capture-'));
  try {
    return await runInNamespaces(fileURLToPath(import.meta.url), [resolve(output), scratch, hostname()]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

process.exitCode = await main();
