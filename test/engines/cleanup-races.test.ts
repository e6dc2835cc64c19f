import test, { type ExecutionContext } from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyPlan } from '../../src/cleanup/apply.js';
import { cleanupResultSchema } from '../../src/report/schema/cleanup-result.js';
import { planSchema } from '../../src/report/schema/plan.js';
import type { CleanupPlan, RemovalRecord } from '../../src/report/types.js';
import { bilge } from './harness/bilge.js';
import { removals } from './harness/cleanup.js';
import { engineObjects } from './harness/engine-objects.js';
import type { EngineOptions } from './harness/engine-options.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { imageArchive } from './harness/workload/image-archive.js';
import { busyboxRootfs } from './harness/workload/rootfs.js';
import { buildTar } from './harness/workload/tar.js';

/**
 * Between the plan and its application somebody uses, renames or replaces what is in it. What has changed is skipped and
 * said; nothing outside of the plan is ever removed: everything that the engine lists is compared before and after.
 */
const KINDS: readonly (readonly [string, EngineOptions])[] = [
  ['20.10 with overlay2', {}],
  ['28 with containerd’s store', { release: '28', imageStore: 'containerd' }],
];

const KEPT = ['kept', 'kept-image', 'kept-container', 'kept-volume'];

/** One of everything that can change, with a twin that does not. */
async function furnish(engine: PrivateEngine): Promise<void> {
  const { docker } = engine;
  const rootfs = await buildTar(await busyboxRootfs());
  const names = ['base', 'used', 'tagged', 'moved', 'newer', 'parent', 'calm'];
  const images = await Promise.all(
    names.map(async (name) => ({
      tags: [`race/${name}:1`],
      layers: [rootfs, await buildTar([{ path: `srv/${name}`, content: Buffer.alloc(50_000, name) }])],
      command: ['sh'],
    })),
  );
  await docker(['load', '--quiet'], { input: await imageArchive(images) });
  for (const name of ['started', 'calm-container', 'removed'])
    await docker(['create', `--name=${name}`, '--network=none', 'race/base:1', 'sh', '-c', 'echo ran']);
  for (const name of ['mounted', 'replaced', 'written', 'calm-volume'])
    await docker(['volume', 'create', name]);
  for (const name of ['joined', 'calm-network']) await docker(['network', 'create', name]);
  await docker([
    'create',
    '--label=bilge.keep=true',
    '--name=kept-container',
    '--network=none',
    'race/base:1',
  ]);
  await docker(['volume', 'create', '--label=bilge.keep=true', 'kept-volume']);
  const dockerfile = (content: string): Promise<void> =>
    writeFile(join(engine.layout.work, 'Dockerfile'), content);
  await dockerfile('FROM race/base:1\nLABEL bilge.keep=true\n');
  await docker(['build', '--quiet', '--tag=kept-image:1', engine.layout.work], {
    env: { DOCKER_BUILDKIT: '0' },
  });
  await dockerfile('FROM race/base:1\nRUN echo 1 > /one\nRUN echo 2 > /two\n');
  await docker(['build', '--quiet', '--network=none', engine.layout.work], { env: { DOCKER_BUILDKIT: '1' } });
}

/** What others do meanwhile. */
async function interfere(engine: PrivateEngine): Promise<void> {
  const { docker } = engine;
  await docker(['create', '--name=newcomer', '--network=none', '--volume=mounted:/data', 'race/used:1']);
  await docker(['tag', 'race/tagged:1', 'race/tagged:stable']);
  await docker(['tag', 'race/newer:1', 'race/moved:1']);
  await docker(['start', '--attach', 'started']);
  await docker(['volume', 'rm', 'replaced']);
  await docker(['volume', 'create', '--label=new=yes', 'replaced']);
  await docker([
    'run',
    '--rm',
    '--network=none',
    '--volume=written:/data',
    'race/base:1',
    'touch',
    '/data/new',
  ]);
  await docker(['create', '--name=member', '--network=joined', 'race/base:1']);
  await docker(['rm', 'removed']);
}

async function savedPlan(t: ExecutionContext, engine: PrivateEngine, path: string): Promise<CleanupPlan> {
  const only = 'images,containers,volumes,named-volumes,cache,networks';
  const source = ['-H', engine.host, '--data-root', engine.layout.dataRoot];
  const made = await bilge(['clean', '--older-than', '0', '--only', only, '-o', path, '--json', ...source]);
  t.is(made.code, 0, made.stderr);
  return planSchema.parse(JSON.parse(made.stdout));
}

function outcomes(records: readonly RemovalRecord[]): Map<string, string> {
  return new Map(
    records.map(({ name, id, outcome, message }) => [name ?? id, `${outcome}: ${message ?? ''}`]),
  );
}

for (const [kind, options] of KINDS) {
  let engine: PrivateEngine;

  test.serial.before(async () => {
    engine = await startPrivateEngine({ ...options, defaultBridge: false });
    await furnish(engine);
  });

  test.after.always(async () => {
    await engine?.cleanup();
  });

  test.serial(`${kind}: what is protected is in no plan, whatever is asked for`, async (t) => {
    for (const asked of [
      ['--older-than', '0', '--only', 'images,containers,volumes,named-volumes'],
      ['--free', '900GB', '--only', 'images,containers,volumes,named-volumes,cache,networks'],
    ]) {
      const source = ['-H', engine.host, '--data-root', engine.layout.dataRoot];
      const { stdout } = await bilge(['clean', '--json', ...asked, ...source]);
      const plan = planSchema.parse(JSON.parse(stdout));
      t.deepEqual(
        plan.objects.filter(({ name }) => KEPT.some((kept) => name?.startsWith(kept))),
        [],
      );
      t.deepEqual(plan.protected.map(({ name }) => name).sort(), [
        'kept-container',
        'kept-image:1',
        'kept-volume',
      ]);
      // A protected container keeps its image.
      t.false(plan.objects.some(({ name }) => name === 'race/base:1'));
    }
  });

  test.serial(
    `${kind}: what changed since the plan was made is skipped, and nothing else goes`,
    async (t) => {
      const path = join(engine.layout.work, 'plan.json');
      const plan = await savedPlan(t, engine, path);
      const log = join(engine.layout.work, 'clean.jsonl');
      await interfere(engine);
      const before = await engineObjects(engine);
      const source = ['-H', engine.host, '--data-root', engine.layout.dataRoot];
      const applied = await bilge([
        'clean',
        '--apply',
        '--yes',
        '--plan',
        path,
        '--json',
        '--log',
        log,
        ...source,
      ]);
      t.is(applied.code, 1, applied.stderr);
      const result = cleanupResultSchema.parse(JSON.parse(applied.stdout));
      const became = outcomes(result.objects);
      const expected: Readonly<Record<string, RegExp>> = {
        'race/used:1': /^skipped: container [0-9a-f]{12} was made from it|^skipped: .*holds it/,
        'race/tagged:1': /^skipped: it gained the name race\/tagged:stable/,
        'race/moved:1': /^skipped: it lost the name race\/moved:1/,
        'race/newer:1': /^skipped: it gained the name race\/moved:1/,
        started:
          /^skipped: (?:it ran since the plan was made|its content changed|it was created and is exited now)/,
        removed: /^absent/,
        mounted: /^skipped: /,
        replaced: /^skipped: it is another volume of the same name|^skipped: its content changed/,
        written: /^skipped: its content changed since the plan was made/,
        joined: /^skipped: /,
        'race/calm:1': /^removed/,
        'race/parent:1': /^removed/,
        'calm-container': /^removed/,
        'calm-volume': /^removed/,
        'calm-network': /^removed/,
      };
      for (const [name, wanted] of Object.entries(expected))
        t.regex(became.get(name) ?? 'no record', wanted, name);
      t.is(result.objects.length, plan.objects.length);

      const left = new Set(await engineObjects(engine));
      const removed = result.objects.filter(({ outcome }) => outcome === 'removed');
      t.deepEqual(
        before.filter((one) => !left.has(one)).sort(),
        removed.map((one) => `${one.kind} ${one.id}`).sort(),
      );
      t.is(result.proof?.predictedBytes, result.proof?.measuredBytes);
      t.deepEqual(result.proof?.remaining, []);
    },
  );

  test.serial(`${kind}: an engine that goes away half-way leaves a truthful report`, async (t) => {
    for (const name of ['one', 'two', 'three', 'four']) await engine.docker(['volume', 'create', name]);
    const path = join(engine.layout.work, 'half.json');
    const plan = await savedPlan(t, engine, path);
    const volumes = plan.objects.filter(({ name }) => ['one', 'two', 'three', 'four'].includes(name ?? ''));
    t.is(volumes.length, 4);
    const before = await engineObjects(engine);
    const api = await removals(engine);
    const { ended, objects } = await applyPlan(volumes, api, {
      onRecord: async (_record, index) => {
        if (index === 1) await engine.kill();
      },
    });
    api.close();
    t.is(ended, 'engine-lost');
    t.deepEqual(
      objects.map(({ outcome }) => outcome),
      ['removed', 'removed', 'not-tried', 'not-tried'],
    );
    await engine.start();
    const left = new Set(await engineObjects(engine));
    t.deepEqual(
      before.filter((one) => one.startsWith('volume') && !left.has(one)).sort(),
      objects
        .slice(0, 2)
        .map(({ id }) => `volume ${id}`)
        .sort(),
    );
  });
}
