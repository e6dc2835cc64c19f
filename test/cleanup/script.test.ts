import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import * as fc from 'fast-check';
import { cleanupScript } from '../../src/cleanup/script.js';
import { formatBytes } from '../../src/report/text/bytes.js';
import { cleanText } from '../../src/report/text/clean-text.js';
import type { CleanupPlan } from '../../src/report/types.js';
import { HostBuilder } from '../analyzers/host-builder.js';
import { hostSpec, inventoryOf } from '../analyzers/arbitrary-host.js';
import { analyzeForCleanup } from '../../src/analyzers/analyze.js';
import { temporaryDirectory } from '../collectors/engine/fake-engine.js';
import { analyzed, ANY_AGE, aPlan, aPlanObject, planOf } from './support.js';

function script(plan: CleanupPlan): string[] {
  return cleanupScript(plan, { bytes: (bytes) => formatBytes(bytes, { iec: false }), clean: cleanText });
}

function textOf(plan: CleanupPlan): string {
  return `${script(plan).join('\n')}\n`;
}

/** Says what is wrong with a script; nothing is run. */
function syntaxOf(shell: string, text: string): string {
  const { status, stderr } = spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' });
  return status === 0 ? '' : `${stderr}\n${text}`;
}

interface Ran {
  readonly status: number | null;
  /** The arguments of each call of docker. */
  readonly calls: readonly (readonly string[])[];
  /** What else was made in the directory. */
  readonly made: readonly string[];
}

/** Runs a script where the only program is a docker that notes what it was told. */
async function runIn(t: ExecutionContext, shell: string, text: string, fails = ''): Promise<Ran> {
  const directory = await temporaryDirectory(t);
  const [bin, work] = [join(directory, 'bin'), join(directory, 'work')];
  await mkdir(bin);
  await mkdir(work);
  const note = join(directory, 'calls');
  await writeFile(note, '');
  const docker = `#!/bin/sh\nprintf '%s\\0' "$@" >> '${note}'\nprintf '\\001\\0' >> '${note}'\n${fails}\n`;
  await writeFile(join(bin, 'docker'), docker);
  await chmod(join(bin, 'docker'), 0o755);
  const { status } = spawnSync(shell, ['-s'], { input: text, cwd: work, env: { PATH: bin, HOME: work } });
  const calls = (await readFile(note, 'utf8'))
    .split('\u0001\0')
    .slice(0, -1)
    .map((call) => call.split('\0').slice(0, -1));
  const made = await readdir(work);
  await rm(work, { recursive: true });
  return { status, calls, made };
}

const DASH = '/bin/sh';
const BASH = '/bin/bash';

test('a script has a comment and the command for every object, in the order of the plan, and stops at a failure', (t) => {
  const plan = planOf(analyzed());
  const lines = script(plan);
  t.is(lines[0], '#!/bin/sh');
  t.true(lines.includes('set -eu'));
  t.true(lines.indexOf('set -eu') < lines.findIndex((line) => line.startsWith('docker ')));
  const commands = lines.filter((line) => line.startsWith('docker '));
  t.deepEqual(
    commands,
    plan.objects.flatMap((object) => object.commands),
  );
  for (const {
    commands: [command = ''],
    name,
    id,
  } of plan.objects) {
    const at = lines.indexOf(command);
    t.true(lines[at - 2]?.startsWith('# '));
    t.true(lines[at - 2]?.includes(name ?? id));
    t.true(lines[at - 1]?.startsWith('# '));
  }
  t.true(lines.includes("export DOCKER_HOST='unix:///var/run/docker.sock'"));
});

test('a script runs what it says, and nothing after what fails', async (t) => {
  const plan = planOf(analyzed());
  const expected = plan.objects.map(({ commands: [command = ''] }) => command.split(' ').slice(1));
  t.deepEqual(await runIn(t, DASH, textOf(plan)), { status: 0, calls: expected, made: [] });
  const stopped = await runIn(t, DASH, textOf(plan), 'exit 7');
  t.deepEqual(stopped, { status: 7, calls: expected.slice(0, 1), made: [] });
});

test('a script of the sample host ends before its first command', async (t) => {
  const text = textOf({ ...planOf(analyzed()), sample: true });
  t.regex(text, /^# SAMPLE: /m);
  t.deepEqual(await runIn(t, DASH, text), { status: 1, calls: [], made: [] });
});

test('nothing to remove makes a script that does nothing', async (t) => {
  const text = textOf(aPlan({ objects: [], freedBytes: 0 }));
  t.regex(text, /^# 0 objects: frees 0 B\.$/m);
  t.deepEqual(await runIn(t, DASH, text), { status: 0, calls: [], made: [] });
});

test('an estimate is called one, and what is not known is no 0', (t) => {
  const estimate = aPlan({ unmeasuredReason: 'not measured', objects: [aPlanObject({ addsBytes: null })] });
  t.regex(textOf(estimate), /frees 4\.10 kB \(an estimate\)\./);
  t.regex(textOf(estimate), /frees \? here/);
  t.regex(textOf({ ...estimate, freedBytes: null }), /frees \? \(an estimate\)\./);
});

const EVIL = '\n: > owned\r\u2028\u0007\'; : > owned; "$(: > owned)`: > owned`';

test('a text in a comment starts neither a line nor a command', async (t) => {
  const plan = aPlan({
    host: EVIL,
    tool: { name: 'bilge', version: EVIL },
    choice: [EVIL],
    objects: [
      aPlanObject({ id: EVIL, name: EVIL, evidence: EVIL, lastUse: EVIL, commands: ['docker version'] }),
    ],
  });
  const lines = script(plan);
  t.true(lines.every((line) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line)));
  t.deepEqual(
    lines.filter((line) => line !== '' && !line.startsWith('#')),
    ['set -eu', "export DOCKER_HOST='unix:///var/run/docker.sock'", 'docker version'],
  );
  for (const shell of [DASH, BASH]) {
    t.deepEqual(await runIn(t, shell, textOf(plan)), { status: 0, calls: [['version']], made: [] });
  }
});

/** A host of which every object has this name. */
function hostNamed(name: string): CleanupPlan {
  const host = new HostBuilder();
  host.image('image', ['image'], { references: [`${name}:1`] });
  host.container(name, null, { status: 'created', labels: { 'com.docker.compose.project': name } });
  host.volume(name.replaceAll('/', ''), 4096);
  host.cacheDirectory(name, 4096);
  return planOf(analyzed(host, ANY_AGE), {
    only: ['images', 'containers', 'named-volumes', 'cache'],
  });
}

test('a name of any kind names its object to bash, and makes no shell run anything else', async (t) => {
  for (const name of [
    EVIL,
    `$'a'`,
    "it's",
    '-f',
    '--force',
    '~',
    'a b',
    '\\',
    "\u001b\\'; : > owned; '",
    '$HOME',
  ]) {
    const plan = hostNamed(name);
    t.is(plan.objects.length, 4);
    const text = textOf(plan);
    const inBash = await runIn(t, BASH, text);
    t.deepEqual(inBash.made, [], name);
    t.is(inBash.calls.length, 4);
    const container = plan.objects.find(({ kind }) => kind === 'container');
    t.true([name, container?.id].includes(inBash.calls[0]?.at(-1)));
    t.is(inBash.calls.find(([kind]) => kind === 'image')?.at(-1), `${name}:1`);
    const volume = inBash.calls.find(([kind]) => kind === 'volume') ?? [];
    t.is(volume.at(-1), name);
    t.is(volume.at(-2), name.startsWith('-') ? '--' : 'rm');
    for (const call of inBash.calls) {
      const options = call.slice(0, call.includes('--') ? call.indexOf('--') : call.length - 1);
      t.deepEqual(
        options.filter(
          (word) => word.startsWith('-') && !['--no-prune', '--all', '--force', '--filter'].includes(word),
        ),
        [],
      );
      if (call[0] === 'volume' || call[0] === 'container') t.false(options.includes('--force'));
    }
    const inDash = await runIn(t, DASH, text);
    t.deepEqual(inDash.made, [], name);
    t.is(inDash.calls.length, 4);
    t.deepEqual(
      inDash.calls.map((call) => call.length),
      inBash.calls.map((call) => call.length),
      name,
    );
  }
});

test('a script whose names not every sh reads asks for bash', (t) => {
  t.is(script(hostNamed('a b'))[0], '#!/bin/sh');
  t.is(script(hostNamed('a\u001bb'))[0], '#!/usr/bin/env bash');
});

const name = fc.string({
  unit: fc.constantFrom(
    ...`'"\\$\`();|&<>#~*?[]{}!=%- \n\r\t\0a1é`.split(''),
    '\u001b',
    '\u202e',
    '\u2028',
    '\u0085',
  ),
  minLength: 1,
  maxLength: 12,
});

test('scripts for arbitrary names are well-formed for sh and bash, and only docker is in them', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(name, (one) => {
      const text = textOf(hostNamed(one));
      t.is(syntaxOf(DASH, text), '');
      t.is(syntaxOf(BASH, text), '');
      const commands = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      t.true(commands.slice(2).every((line) => line.startsWith('docker ')));
    }),
    { numRuns: 40 },
  );
});

test('scripts for arbitrary hosts are well-formed', (t) => {
  t.timeout(60_000);
  fc.assert(
    fc.property(hostSpec, (spec) => {
      const analysis = analyzeForCleanup(inventoryOf(spec), '0.0.0', ANY_AGE);
      t.is(syntaxOf(DASH, textOf(planOf(analysis, { freeBytes: 1e15 }))), '');
    }),
    { numRuns: 30 },
  );
});
