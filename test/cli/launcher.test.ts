import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { BILGE, emptyMachine, type Machine } from './support/machine.js';

const RECORD_MODULES = new URL('scripts/record-modules.js', import.meta.url).href;
const OLD_NODE = ['--import', new URL('scripts/old-node.js', import.meta.url).href];
const MANIFEST = fileURLToPath(new URL('../../../package.json', import.meta.url));

/** Packages and own files that a command line loads. */
async function loadedBy(
  machine: Machine,
  args: readonly string[],
): Promise<{ packages: string[]; own: string[] }> {
  const record = machine.at('modules');
  await writeFile(record, '');
  const { code } = await machine.bilge(args, { env: { RECORD: record }, node: ['--import', RECORD_MODULES] });
  if (code !== 0) throw new Error(`bilge ${args.join(' ')} ended with ${code}`);
  const urls = (await readFile(record, 'utf8')).split('\n').filter((url) => url.startsWith('file:'));
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  const own = urls.flatMap((url) =>
    url.includes('/node_modules/') ? [] : (/\/dist\/(.*)/.exec(url)?.[1] ?? []),
  );
  return { packages: [...new Set(packages)], own };
}

/** The launcher in a package of its own, laid out as npm does it. */
async function installedLauncher(t: ExecutionContext): Promise<Machine & { readonly launcher: string }> {
  const machine = await emptyMachine(t);
  await mkdir(machine.at('node_modules', 'bilge', 'bin'), { recursive: true });
  const launcher = machine.at('node_modules', 'bilge', 'bin', 'bilge.js');
  await copyFile(BILGE, launcher);
  await copyFile(MANIFEST, machine.at('node_modules', 'bilge', 'package.json'));
  return { ...machine, launcher };
}

/** A program in the place of a Node, at a path below the machine. */
async function standIn(machine: Machine, path: readonly string[], script: string): Promise<void> {
  await mkdir(machine.at(...path.slice(0, -1)), { recursive: true });
  await writeFile(machine.at(...path), `#!/bin/sh\n${script}\n`);
  await chmod(machine.at(...path), 0o755);
}

const BESIDE = ['node_modules', 'node', 'bin', 'node'];
const BELOW = ['node_modules', 'bilge', 'node_modules', 'node', 'bin', 'node'];

test('--version prints the version of the package and loads nothing but the launcher', async (t) => {
  const machine = await emptyMachine(t);
  const { version } = JSON.parse(await readFile(MANIFEST, 'utf8'));
  for (const option of ['--version', '-V']) {
    t.is((await machine.bilge([option])).stdout, `${version}\n`);
    t.deepEqual(await loadedBy(machine, [option]), { packages: [], own: [] });
  }
});

test('commands that print load neither the TUI nor the engine’s client nor charts', async (t) => {
  const machine = await emptyMachine(t);
  for (const args of [['df'], ['images', '--json'], ['report']]) {
    const { packages, own } = await loadedBy(machine, ['demo', ...args]);
    t.true(packages.includes('commander'), 'the record works');
    t.true(own.includes('src/cli/program.js'));
    for (const heavy of ['ink', 'react', 'blessed', 'blessed-contrib', 'dockerode', 'docker-modem', 'ssh2']) {
      t.false(packages.includes(heavy), `${args.join(' ')} loads ${heavy}`);
    }
    t.deepEqual(
      own.filter((path) => path.startsWith('src/tui/')),
      [],
    );
  }
});

test('help loads no collector and no renderer', async (t) => {
  const machine = await emptyMachine(t);
  const { own } = await loadedBy(machine, ['--help']);
  t.deepEqual(
    own.filter((path) =>
      /^src\/(collectors\/(?!nothing-to-read|engine\/endpoint-error)|analyzers|tui)/.test(path),
    ),
    [],
  );
});

test('an offline data root is read without the engine’s client', async (t) => {
  const machine = await emptyMachine(t);
  for (const name of ['containers', 'volumes', 'image'])
    await mkdir(machine.at('root', name), { recursive: true });
  const { packages, own } = await loadedBy(machine, ['df', '--offline', '--data-root', machine.at('root')]);
  t.false(packages.includes('dockerode'));
  t.false(packages.includes('ink'));
  t.true(own.includes('src/collectors/collect-host.js'));
});

test('an old Node without another one beside it is refused in one sentence: 2', async (t) => {
  const machine = await installedLauncher(t);
  const { code, stdout, stderr } = await machine.bilge(['df'], {
    launcher: machine.launcher,
    node: OLD_NODE,
  });
  t.is(code, 2);
  t.is(stdout, '');
  t.is(stderr, 'bilge needs Node 24 or newer; this is Node 18.20.4.\n');
});

test('--version answers on an old Node as well', async (t) => {
  const machine = await installedLauncher(t);
  const { code, stdout } = await machine.bilge(['--version'], { launcher: machine.launcher, node: OLD_NODE });
  t.is(code, 0);
  t.regex(stdout, /^\d+\.\d+\.\d+\n$/);
});

for (const [where, path] of [
  ['beside the package', BESIDE],
  ['below the package', BELOW],
] as const) {
  test(`an old Node hands over to the one ${where}, with every argument and its exit code`, async (t) => {
    const machine = await installedLauncher(t);
    await standIn(machine, path, `printf '%s|' "$@"; echo trouble >&2; exit 3`);
    const args = ['images', '--filter', 'image~two words', ''];
    const { code, stdout, stderr } = await machine.bilge(args, {
      launcher: machine.launcher,
      node: OLD_NODE,
    });
    t.is(code, 3);
    t.is(stdout, `${[machine.launcher, ...args].join('|')}|`);
    t.is(stderr, 'trouble\n');
  });
}

for (const [signal, code] of [
  ['INT', 130],
  ['TERM', 143],
  ['KILL', 137],
] as const) {
  test(`a Node that SIG${signal} ended is told as ${code}`, async (t) => {
    const machine = await installedLauncher(t);
    await standIn(machine, BESIDE, `kill -${signal} $$`);
    const ended = await machine.bilge(['df'], { launcher: machine.launcher, node: OLD_NODE });
    t.is(ended.code, code);
    t.is(ended.stderr, '');
  });
}

test('SIGTERM is handed on to the Node that does the work', async (t) => {
  const machine = await installedLauncher(t);
  // The shell looks at signals between commands: it waits for a short one again and again, but not for ever.
  const wait = 'i=0; while [ $i -lt 1200 ]; do i=$((i+1)); sleep 0.05; done';
  await standIn(machine, BESIDE, `trap 'echo told; exit 9' TERM; echo ready >&2; ${wait}`);
  const running = machine.start(['df'], { launcher: machine.launcher, node: OLD_NODE });
  await running.firstError;
  process.kill(running.pid, 'SIGTERM');
  const { code, stdout } = await running.ended;
  t.is(code, 9);
  t.is(stdout, 'told\n');
});

test('a Node beside it that cannot be started is named in one sentence: 2', async (t) => {
  const machine = await installedLauncher(t);
  await standIn(machine, BESIDE, 'exit 0');
  await chmod(machine.at(...BESIDE), 0o644);
  const { code, stderr } = await machine.bilge(['df'], { launcher: machine.launcher, node: OLD_NODE });
  t.is(code, 2);
  t.regex(stderr, /^[^\n]+\n$/);
  t.true(stderr.includes(machine.at(...BESIDE)));
});

test('a package that is not built says how to build it: 2', async (t) => {
  const machine = await installedLauncher(t);
  const { code, stdout, stderr } = await machine.bilge(['df'], { launcher: machine.launcher });
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^bilge is not built yet: run "npm ci" [^\n]+\n$/);
});
