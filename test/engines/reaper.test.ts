import test from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EngineOptions } from './harness/engine-options.js';
import { layoutOf } from './harness/layout.js';
import { requirePrograms } from './harness/preconditions.js';
import { findTraces, NO_TRACES, traceNames } from './harness/traces.js';
import { until } from './harness/until.js';

const script = (options: EngineOptions): string => `
import { startPrivateEngine } from ${JSON.stringify(new URL('harness/private-engine.js', import.meta.url).href)};
const engine = await startPrivateEngine(${JSON.stringify(options)});
console.log(engine.layout.directory);
setInterval(() => {}, 1000);
`;

const KINDS: Readonly<Record<string, EngineOptions>> = {
  'the engine': {},
  'an engine with its own root, disk and containerd': {
    release: '28',
    imageStore: 'containerd',
    containerd: 'separate',
    storageDriver: 'btrfs',
  },
};

for (const [what, options] of Object.entries(KINDS)) {
  test.serial(`${what} of a test process that was killed is removed`, async (t) => {
    await requirePrograms(options);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [directory] = (await once(createInterface(child.stdout), 'line')) as [string];
    const layout = layoutOf(directory, options);
    const names = traceNames(layout);
    const { processes } = await findTraces(layout, names);
    t.true(processes.some((name) => name.startsWith('dockerd ')));
    child.kill('SIGKILL');
    await until('the engine to be removed', () => !existsSync(directory), 60_000);
    t.deepEqual(await findTraces(layout, names), NO_TRACES);
  });
}
