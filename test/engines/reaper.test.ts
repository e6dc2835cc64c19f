import test from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { layoutOf, ownershipMarks } from './harness/layout.js';
import { mountsBelow } from './harness/mounts.js';
import { requirePrograms } from './harness/preconditions.js';
import { engineProcesses } from './harness/processes.js';
import { until } from './harness/until.js';

const SCRIPT = `
import { startPrivateEngine } from ${JSON.stringify(new URL('harness/private-engine.js', import.meta.url).href)};
const engine = await startPrivateEngine();
console.log(engine.layout.directory);
setInterval(() => {}, 1000);
`;

test('the engine of a test process that was killed is removed', async (t) => {
  await requirePrograms();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [directory] = (await once(createInterface(child.stdout), 'line')) as [string];
  const layout = layoutOf(directory);
  t.true(engineProcesses(ownershipMarks(layout)).some(({ program }) => program === 'dockerd'));
  child.kill('SIGKILL');
  await until('the engine to be removed', () => !existsSync(directory), 30_000);
  t.deepEqual(engineProcesses(ownershipMarks(layout)), []);
  t.deepEqual(mountsBelow(directory), []);
});
