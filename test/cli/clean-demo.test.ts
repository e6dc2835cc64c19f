import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { planSchema } from '../../src/report/schema/plan.js';
import { pruneForecastsSchema } from '../../src/report/schema/prune.js';
import { emptyMachine } from './support/machine.js';

const MARK = 'SAMPLE: a bundled sample host, not this machine';

test('the sample was used lately: nothing is recommended, and what could go is listed with the reason', async (t) => {
  const { code, stdout, stderr } = await (await emptyMachine(t)).bilge(['demo', 'clean']);
  t.is(code, 0);
  t.true(stdout.startsWith(`${MARK}\n\nNothing to remove by these rules.\n`));
  t.regex(stdout, /^other containers +9 +331\.72 MB +data loss +used lately \(--older-than\)/m);
  t.regex(stdout, /^WHAT NO ENGINE COMMAND REMOVES$/m);
  t.regex(stdout, /orphaned layer directory: stop the engine, look again, then delete the path\./);
  t.is(stderr, '');
});

test('a target is reached with a choice that is said to be the cheapest: 0', async (t) => {
  const { code, stdout } = await (await emptyMachine(t)).bilge(['demo', 'clean', '--free', '300MB']);
  t.is(code, 0);
  t.regex(stdout, /^Plan: \d+ objects, frees 30\d\.\d\d MB in \d+ inodes$/m);
  t.regex(stdout, /^No other choice costs less\.$/m);
});

test('a target that cannot be reached ends with 1, and says that this is all', async (t) => {
  const { code, stdout } = await (await emptyMachine(t)).bilge(['demo', 'clean', '--free', '900GB']);
  t.is(code, 1);
  t.regex(stdout, /^ {2}900\.00 GB cannot be reached with what may go/m);
  t.notRegex(stdout, /not needed for the target/);
  t.regex(stdout, /^other volumes .+--only named-volumes$/m);
});

test('JSON follows the schema, and the plan is the same in a file', async (t) => {
  const machine = await emptyMachine(t);
  const args = ['demo', 'clean', '--older-than', '0', '--json', '-o', machine.at('plan.json')];
  const { code, stdout, stderr } = await machine.bilge(args);
  t.is(code, 0);
  t.is(stderr, `${MARK}\n`);
  const plan = planSchema.parse(JSON.parse(stdout));
  t.true(plan.objects.length > 20);
  t.is(
    plan.objects.reduce((sum, { addsBytes }) => sum + (addsBytes ?? NaN), 0),
    plan.freedBytes ?? -1,
  );
  t.deepEqual(JSON.parse(await readFile(machine.at('plan.json'), 'utf8')), JSON.parse(stdout));
});

test('a plan of the sample that was saved is shown again beside the sample', async (t) => {
  const machine = await emptyMachine(t);
  const file = machine.at('plan.json');
  const made = await machine.bilge(['demo', 'clean', '--older-than', '0', '-o', file]);
  const again = await machine.bilge(['demo', 'clean', '--plan', file]);
  t.is(again.code, 0, again.stderr);
  t.is(again.stdout, made.stdout);
  const kept = await machine.bilge(['demo', 'clean', '--plan', file, '--keep', 'analytics/*']);
  t.regex(
    kept.stdout,
    /^image analytics\/etl:1: would be skipped: it is protected: it matches analytics\/\*$/m,
  );
  const real = await machine.bilge(['clean', '--offline', '--plan', file, '--data-root', machine.at('none')]);
  t.is(real.code, 2);
});

test('a script of the sample is sound and ends before it does anything', async (t) => {
  const { code, stdout } = await (
    await emptyMachine(t)
  ).bilge(['demo', 'clean', '--older-than', '0', '--script']);
  t.is(code, 0);
  t.is(spawnSync('/bin/sh', ['-n'], { input: stdout }).status, 0);
  const ran = spawnSync('/bin/sh', ['-s'], {
    input: stdout,
    env: { PATH: '/nonexistent' },
    encoding: 'utf8',
  });
  t.is(ran.status, 1);
  t.is(ran.stderr, '');
  t.regex(stdout, /^docker image rm --no-prune analytics\/etl:1$/m);
});

test('what a pattern keeps is protected, and said to be', async (t) => {
  const machine = await emptyMachine(t);
  const args = [
    'demo',
    'clean',
    '--older-than',
    '0',
    '--keep',
    'analytics/*',
    '--keep',
    'tools/importer',
    '--json',
  ];
  const plan = planSchema.parse(JSON.parse((await machine.bilge(args)).stdout));
  const names = plan.objects.map(({ name }) => name ?? '');
  t.true(names.length > 0);
  t.false(names.some((name) => name.startsWith('analytics/') || name.startsWith('tools/importer')));
  t.true(
    plan.protected.some(({ name, why }) => name === 'analytics/etl:1' && why === 'it matches analytics/*'),
  );
});

test('--keep-last keeps the newest of each repository out of every plan', async (t) => {
  const machine = await emptyMachine(t);
  const args = ['demo', 'clean', '--free', '1TB', '--keep-last', '1', '--json'];
  const plan = planSchema.parse(JSON.parse((await machine.bilge(args)).stdout));
  t.true(plan.protected.some(({ why }) => why === 'one of the newest of its repository'));
  t.false(plan.objects.some(({ name }) => name === 'postgres:15'));
});

test('the forecast of the engine’s own prune commands is a table, and JSON by its schema', async (t) => {
  const machine = await emptyMachine(t);
  const { code, stdout } = await machine.bilge(['demo', 'clean', '--verify']);
  t.is(code, 0);
  t.regex(stdout, /^docker system prune --all --volumes +\d+ +[\d.]+ MB +-/m);
  const json = await machine.bilge(['demo', 'clean', '--verify', '--json']);
  const { forecasts } = pruneForecastsSchema.parse(JSON.parse(json.stdout));
  t.true(forecasts.length >= 9);
});

const REFUSED: Readonly<Record<string, readonly [args: readonly string[], words: RegExp]>> = {
  'applying the sample': [['demo', 'clean', '--apply'], /nothing was removed: the sample host is a capture/],
  'applying the sample with a yes': [['demo', 'clean', '--apply', '--yes'], /the sample host is a capture/],
  'applying offline': [
    ['clean', '--apply', '--yes', '--offline'],
    /nothing was removed: .*--offline never talks to an engine; start the engine, or follow --script/,
  ],
  'applying without anybody to say yes': [
    ['clean', '--apply'],
    /nothing was removed: standard input is no terminal/,
  ],
  'a yes to nothing': [['demo', 'clean', '--yes'], /--yes says yes to --apply/],
  'a log of nothing': [['demo', 'clean', '--log', 'x.jsonl'], /--log records what --apply does/],
  'applying what is only to be said': [['clean', '--apply', '--yes', '--script'], /use one of them/],
  'an unknown kind': [
    ['demo', 'clean', '--only', 'images,pods'],
    /--only pods: there is no such kind or rule; there are images, /,
  ],
  'a rule that only gives advice': [
    ['demo', 'clean', '--only', 'leftovers'],
    /--only leftovers: there is no such/,
  ],
  'a size that is none': [['demo', 'clean', '--free', 'lots'], /--free lots: give a size such as/],
  'a negative size': [['demo', 'clean', '--free=-1GB'], /--free -1GB: give a size such as/],
  'an age that is none': [['demo', 'clean', '--older-than', 'old'], /--older-than old: give a time such as/],
  'a count that is none': [['demo', 'clean', '--keep-last', '1.5'], /--keep-last 1\.5: give a whole number/],
  'a plan that is not there': [['demo', 'clean', '--plan', 'none.json'], /none\.json cannot be read/],
  'a configuration that is not there': [
    ['demo', 'clean', '--config', 'none.toml'],
    /no configuration none\.toml/,
  ],
  'a choice beside a plan': [
    ['demo', 'clean', '--plan', 'x', '--free', '1GB'],
    /--free chooses anew, and --plan names what was chosen: use one of them/,
  ],
  'a file that cannot be written': [
    ['demo', 'clean', '-o', '/no-such-directory/plan'],
    /the plan could not be written/,
  ],
  'an unknown option': [['demo', 'clean', '--force'], /unknown option/],
};

for (const [what, [args, words]] of Object.entries(REFUSED)) {
  test(`${what} ends with 2 and a word about it`, async (t) => {
    const { code, stdout, stderr } = await (await emptyMachine(t)).bilge(args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, words);
    t.notRegex(stderr, /^\s+at /m);
  });
}

test('a file that is no plan is refused with what is wrong in it', async (t) => {
  const machine = await emptyMachine(t);
  const file = machine.at('plan.json');
  const refused = async (text: string): Promise<string> => {
    await writeFile(file, text);
    const { code, stderr } = await machine.bilge(['demo', 'clean', '--plan', file]);
    t.is(code, 2);
    return stderr;
  };
  t.regex(await refused('{'), /plan\.json is not JSON; bilge clean -o FILE saves one/);
  t.regex(await refused('{"schemaVersion": 1}'), /plan\.json is no plan of bilge: kind: /);
  await machine.bilge(['demo', 'clean', '--older-than', '0', '-o', file]);
  const text = await readFile(file, 'utf8');
  t.regex(
    await refused(text.replace('"kind": "image"', '"kind": "host"')),
    /is no plan of bilge: objects\.\d+\.kind/,
  );
});

test('the help says what is never removed, how, and the exit codes', async (t) => {
  const { code, stdout } = await (await emptyMachine(t)).bilge(['clean', '--help']);
  t.is(code, 0);
  for (const words of [
    'Without --apply nothing is changed',
    'bilge.keep=true',
    'never by force',
    'Exit codes: 0',
  ])
    t.true(stdout.includes(words), words);
});
