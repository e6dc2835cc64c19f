import test from 'ava';
import { bilge } from './harness/bilge.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { buildWorkload } from './harness/workload.js';
import { reportSchema } from '../../src/report/schema/report.js';

const LOOKS = 12;

let engine: PrivateEngine;

test.before(async () => {
  engine = await startPrivateEngine();
  await buildWorkload(engine);
});

test.after.always(async () => {
  await engine?.cleanup();
});

/** Creates, commits, builds and removes for as long as it is wanted. */
async function churn(wanted: () => boolean): Promise<void> {
  for (let round = 0; wanted(); round++) {
    const name = `churn-${round}`;
    await engine.docker([
      'run',
      '--network=none',
      '--name',
      name,
      'base/busybox:1.35',
      'sh',
      '-c',
      'echo x > /x',
    ]);
    await engine.docker(['commit', name, `churn/image:${round}`]);
    await engine.docker(['rm', name]);
    await engine.docker(['volume', 'create', name]);
    if (round % 2 === 1) await engine.docker(['rmi', `churn/image:${round}`]);
    await engine.docker(['volume', 'rm', name]);
  }
}

test('on a busy engine every look adds up, and nothing under way is called a leftover or unaccounted', async (t) => {
  let looking = true;
  const churning = churn(() => looking);
  try {
    for (let look = 0; look < LOOKS; look++) {
      const { code, stdout, stderr } = await bilge(['report', '--format', 'json', '-H', engine.host]);
      t.is(code, 0, stderr);
      const report = reportSchema.parse(JSON.parse(stdout));
      const [root] = report.roots;
      t.deepEqual(report.leftovers, []);
      t.deepEqual(root?.unaccounted, []);
      const accounted = root?.categories.reduce((sum, category) => sum + (category.allocatedBytes ?? NaN), 0);
      t.is(accounted, root?.allocatedBytes ?? -1);
    }
  } finally {
    looking = false;
    await churning;
  }
});
