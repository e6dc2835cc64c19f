import test from 'ava';
import { join } from 'node:path';
import { BILGE } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { traceChanges } from './harness/strace.js';
import { buildWorkload } from './harness/workload.js';

let engine: PrivateEngine;

test.before(async () => {
  engine = await startPrivateEngine();
  await buildWorkload(engine);
});

test.after.always(async () => {
  await engine?.cleanup();
});

for (const command of ['df', 'report']) {
  for (const mode of ['online', 'offline']) {
    test.serial(`bilge ${command} ${mode} changes nothing below the data root, seen by strace`, async (t) => {
      const { dataRoot, directory } = engine.layout;
      const source = mode === 'online' ? ['-H', engine.host] : ['--offline', '--data-root', dataRoot];
      const trace = join(directory, `trace-${command}-${mode}`);
      const traced = await traceChanges([process.execPath, BILGE, command, ...source], dataRoot, trace);
      t.is(traced.code, 0, traced.stderr);
      t.deepEqual(traced.changes, []);
      // A trace that saw no look at the data root would prove nothing.
      t.true(traced.lines > 1000, `${traced.lines} lines`);
    });
  }
}
