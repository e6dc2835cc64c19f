import test from 'ava';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from '../../src/report/schema/report.js';
import { bilge } from './harness/bilge.js';
import type { EngineOptions } from './harness/engine-options.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { randomLayers, registryImage } from './harness/registry-image.js';
import { type Registry, startRegistry } from './harness/registry.js';
import { buildWorkload } from './harness/workload.js';

const LOOKS = 100;

const KINDS: readonly { readonly title: string; readonly options: EngineOptions }[] = [
  { title: 'with a graph driver', options: {} },
  { title: 'with the containerd store', options: { release: '28', imageStore: 'containerd' } },
];

/** Does one thing after the other for as long as it is wanted, and counts. */
async function churn(wanted: () => boolean, round: (number: number) => Promise<void>): Promise<number> {
  let rounds = 0;
  for (; wanted(); rounds++) await round(rounds);
  return rounds;
}

/** Creates, commits and removes containers, images and volumes. */
async function churnContainers(engine: PrivateEngine, round: number): Promise<void> {
  const name = `churn-${round}`;
  const image = `churn/image:${round}`;
  const step = ['sh', '-c', 'echo x > /x'];
  await engine.docker(['run', '--network=none', '--name', name, 'base/busybox:1.35', ...step]);
  await engine.docker(['commit', name, image]);
  await engine.docker(['rm', name]);
  await engine.docker(['volume', 'create', name]);
  if (round % 2 === 1) await engine.docker(['rmi', image]);
  await engine.docker(['volume', 'rm', name]);
}

/** Builds an image in two steps, and now and then empties the build cache. */
async function churnBuilds(engine: PrivateEngine, directory: string, round: number): Promise<void> {
  const lines = ['FROM base/busybox:1.35', `RUN echo ${round} > /one`, 'RUN cp /one /two'];
  writeFileSync(join(directory, 'Dockerfile'), lines.join('\n'));
  const env = { DOCKER_BUILDKIT: '1' };
  await engine.docker(['build', '--quiet', '--network=none', '--tag', 'churn/built', directory], { env });
  if (round % 3 === 2) await engine.docker(['builder', 'prune', '--force', '--all']);
}

/** Pulls an image of several layers slowly, and removes it. */
async function churnPulls(engine: PrivateEngine, registry: Registry): Promise<void> {
  const image = `${registry.address}/churn/pulled:1`;
  await engine.docker(['pull', '--quiet', image]);
  await engine.docker(['rmi', image]);
}

for (const { title, options } of KINDS) {
  test.serial(
    `on a busy engine ${title} every look adds up, and nothing under way is a leftover`,
    async (t) => {
      const layers = await randomLayers('busy', 4, 300_000);
      const pulled = registryImage({ architecture: 'amd64', layers });
      const registry = await startRegistry({ 'churn/pulled:1': pulled }, { bytesPerSecond: 400_000 });
      const engine = await startPrivateEngine(options);
      try {
        await buildWorkload(engine, { scale: 0.05, longLogLines: 50 });
        const directory = join(engine.layout.work, 'churn');
        mkdirSync(directory);
        let looking = true;
        // Of this engine alone, whatever else the machine has.
        const args = ['report', '--format', 'json', '--data-root', engine.layout.dataRoot];
        const wanted = (): boolean => looking;
        const churning = Promise.all([
          churn(wanted, (round) => churnContainers(engine, round)),
          churn(wanted, (round) => churnBuilds(engine, directory, round)),
          churn(wanted, () => churnPulls(engine, registry)),
        ]);
        try {
          for (let look = 0; look < LOOKS; look++) {
            const { code, stdout, stderr } = await bilge([...args, '-H', engine.host]);
            t.is(code, 0, stderr);
            const report = reportSchema.parse(JSON.parse(stdout));
            t.deepEqual(report.leftovers, []);
            for (const root of report.roots) {
              t.deepEqual(root.unaccounted, []);
              const parts = root.categories.map((category) => category.allocatedBytes ?? NaN);
              t.is(
                parts.reduce((sum, part) => sum + part, 0),
                root.allocatedBytes ?? -1,
              );
            }
          }
        } finally {
          looking = false;
          t.true((await churning).every((rounds) => rounds > 2));
        }
      } finally {
        await engine.cleanup();
        await registry.close();
      }
    },
  );
}
