import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { checkResultSchema } from '../../src/report/schema/check.js';
import { AS_USER, letIn, shutOut, userCanRunBilge } from './support/as-user.js';
import { LOG_BYTES, makeDataRoot } from './support/data-root.js';
import { emptyMachine, type Machine } from './support/machine.js';

async function machineWithRoot(t: ExecutionContext): Promise<Machine> {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  return machine;
}

function check(machine: Machine, ...args: readonly string[]) {
  return machine.bilge(['check', '--offline', '--data-root', machine.at('root'), ...args]);
}

async function configure(machine: Machine, text: string, ...path: readonly string[]): Promise<string> {
  const file = machine.at(...(path.length === 0 ? ['.config', 'bilge', 'config.toml'] : path));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

test('nothing is said where all rules hold, and the code is 0', async (t) => {
  const machine = await machineWithRoot(t);
  const ended = await check(machine, '--max-log', '1GB', '--max-leftovers', '1GB');
  t.like(ended, { code: 0, stdout: '', stderr: '' });
});

test('an engine that is not there is no matter where the disk tells everything', async (t) => {
  const machine = await machineWithRoot(t);
  const args = ['check', '--data-root', machine.at('root'), '--max-log', '1GB'];
  t.like(await machine.bilge(args), { code: 0, stdout: '', stderr: '' });
  const verbose = await machine.bilge([...args, '-v']);
  t.like(verbose, { code: 0 });
  t.regex(verbose.stderr, /There is no engine/);
});

test('with -v the rules that hold are said with their figures', async (t) => {
  const machine = await machineWithRoot(t);
  const { code, stdout } = await check(machine, '-v', '--max-log', '1GB', '--max-used', '100%');
  t.is(code, 0);
  t.regex(stdout, /^ok: filesystem .+: [\d.]+ % used, limit 100 %$/m);
  t.regex(stdout, /^ok: container web: its log takes [\d.]+ kB, limit 1\.00 GB$/m);
  t.is(stdout.trimEnd().split('\n').length, 2);
});

test('a broken rule is one line on standard output, and the code is 1', async (t) => {
  const machine = await machineWithRoot(t);
  const ended = await check(
    machine,
    '--max-log',
    String(LOG_BYTES),
    '--max-reclaimable',
    '1kB',
    '--max-used',
    '100%',
  );
  t.like(ended, { code: 1, stderr: '' });
  const lines = ended.stdout.trimEnd().split('\n');
  t.is(lines.length, 2);
  t.true(lines[0]?.startsWith(`${machine.at('root')}: `), lines[0]);
  t.regex(lines[0] ?? '', /kB reclaimable, limit 1\.00 kB: bilge clean /);
  t.regex(lines[1] ?? '', /^container web: its log takes [\d.]+ kB, limit 20\.00 kB: bilge logs /);
});

test('the sample keeps the defaults, says nothing, and is marked where something is said', async (t) => {
  const machine = await emptyMachine(t);
  t.like(await machine.bilge(['demo', 'check']), { code: 0, stdout: '', stderr: '' });
  const verbose = await machine.bilge(['demo', 'check', '-v']);
  t.is(verbose.code, 0);
  t.regex(
    verbose.stdout,
    /^SAMPLE\b.*\nok: filesystem \/var\/lib\/docker \(ext4\): 48\.8 % used, limit 90 %\n/,
  );
  t.regex(verbose.stdout, /67\.42 MB of leftovers, limit 1\.00 GB/);
  const broken = await machine.bilge(['demo', 'check', '--max-used', '45%', '--max-leftovers', '50MB']);
  t.is(broken.code, 1);
  t.is(
    broken.stdout,
    `SAMPLE: a bundled sample host, not this machine
filesystem /var/lib/docker (ext4): 48.8 % used, limit 45 %: bilge clean --free 148.98MB brings it below
/var/lib/docker: 67.42 MB of leftovers, limit 50.00 MB: bilge leftovers shows each, and how to remove it
`,
  );
});

test('JSON follows the schema and says the same', async (t) => {
  const machine = await emptyMachine(t);
  const ended = await machine.bilge(['demo', 'check', '--json', '--max-used', '45%', '--max-log', '1GB']);
  t.is(ended.code, 1);
  t.regex(ended.stderr, /^SAMPLE\b/);
  const result = checkResultSchema.parse(JSON.parse(ended.stdout));
  t.like(result, { state: 'broken', sample: true, thresholds: { maxUsedPercent: 45, maxLogBytes: 1e9 } });
  t.deepEqual(
    result.findings.map(({ rule, state }) => [rule, state]),
    [
      ['max-used', 'broken'],
      ['max-log', 'holds'],
    ],
  );
});

test('thresholds come from the configuration where no option sets them', async (t) => {
  const machine = await machineWithRoot(t);
  await configure(machine, '[check]\nmax-log = "10kB"\nmax-leftovers = "0"\n');
  t.is((await check(machine)).code, 1);
  t.is((await check(machine, '--max-log', '1MB')).code, 0);
  const named = await configure(machine, 'check.max-log = "1MB"\n', 'ci.toml');
  t.is((await check(machine, '--config', named)).code, 0);
  const elsewhere = await configure(machine, 'check.max-log = "1MB"\n', 'xdg', 'bilge', 'config.toml');
  const env = { XDG_CONFIG_HOME: machine.at('xdg') };
  t.not(elsewhere, named);
  const args = ['check', '--offline', '--data-root', machine.at('root')];
  t.is((await machine.bilge(args, { env })).code, 0);
});

const REFUSED: Readonly<Record<string, readonly [args: readonly string[], words: RegExp]>> = {
  'a share without its sign': [
    ['--max-used', '85'],
    /--max-used: "85" is not allowed; give a share such as 85%/,
  ],
  'a size that is none': [['--max-log', 'lots'], /--max-log: "lots" is not allowed; give a size such as/],
  'neither a size nor a share': [['--max-reclaimable', '101%'], /give a size such as 20GB, or a share/],
  'a configuration that is not there': [['--config', 'none.toml'], /no configuration none\.toml/],
  'a baseline that is not there': [['--baseline', 'none.json'], /none\.json cannot be read/],
  'an unknown option': [['--max-everything', '1'], /unknown option/],
};

for (const [what, [args, words]] of Object.entries(REFUSED)) {
  test(`${what} ends with 2 and a word about it`, async (t) => {
    const ended = await (await emptyMachine(t)).bilge(['demo', 'check', ...args]);
    t.like(ended, { code: 2, stdout: '' });
    t.regex(ended.stderr, words);
    t.notRegex(ended.stderr, /^\s+at /m);
  });
}

test('a wrong configuration ends with 2 and says where, even if nothing in it concerns the check', async (t) => {
  const machine = await machineWithRoot(t);
  const file = await configure(machine, '[protect]\nname = ["x"]\n');
  const ended = await check(machine);
  t.like(ended, { code: 2, stdout: '' });
  t.is(
    ended.stderr,
    `bilge: the configuration ${file}: there is no "protect.name"; the keys in protect are names, labels\n`,
  );
});

test('a file that is no report is no baseline, nor is one that is not older', async (t) => {
  const machine = await emptyMachine(t);
  for (const [text, words] of [
    ['{', /is not JSON/],
    ['{"schemaVersion": 1}', /is no report of bilge/],
  ] as const) {
    await writeFile(machine.at('baseline.json'), text);
    const ended = await machine.bilge(['demo', 'check', '--baseline', machine.at('baseline.json')]);
    t.is(ended.code, 2);
    t.regex(ended.stderr, words);
  }
  await machine.bilge(['demo', 'report', '-o', machine.at('report.json')]);
  const same = await machine.bilge(['demo', 'check', '--baseline', machine.at('report.json')]);
  t.is(same.code, 2);
  t.regex(same.stderr, /is not before the report that is checked/);
});

test('growth is measured from a baseline', async (t) => {
  const machine = await machineWithRoot(t);
  const saved = machine.at('before.json');
  await machine.bilge(['report', '--offline', '--data-root', machine.at('root'), '-o', saved]);
  const report: { generatedAt: string; containers: { logBytes: number }[] } = JSON.parse(
    await readFile(saved, 'utf8'),
  );
  // As if it had been made a day before, when the log was empty.
  const dayBefore = new Date(Date.parse(report.generatedAt) - 86_400_000).toISOString();
  const containers = report.containers.map((one) => ({ ...one, logBytes: 0 }));
  await writeFile(saved, JSON.stringify({ ...report, generatedAt: dayBefore, containers }));
  const ended = await check(machine, '--max-log-growth', '1kB', '--baseline', saved);
  t.is(ended.code, 1);
  t.true(ended.stdout.startsWith('container web: its log grows by 4'), ended.stdout);
  t.true(ended.stdout.includes(` a day since the baseline of ${dayBefore}, limit 1.00 kB a day: `));
});

const asUser = userCanRunBilge() ? test : test.skip;

asUser(
  'what cannot be measured is said on standard error and ends with 3, unless a rule is broken',
  async (t) => {
    const machine = await machineWithRoot(t);
    t.teardown(() => letIn(machine.at('root')));
    await shutOut(machine.at('root'));
    const args = ['check', '--offline', '--data-root', machine.at('root')];
    const open = await machine.bilge([...args, '--max-leftovers', '1TB', '--max-used', '100%'], AS_USER);
    t.like(open, { code: 3, stdout: '' });
    t.regex(open.stderr, /^bilge: max-leftovers cannot be judged: .+: .+ may not be read by this user$/m);
    t.regex(open.stderr, /Run bilge as root/);
    const broken = await machine.bilge([...args, '--max-leftovers', '1TB', '--max-used', '0%'], AS_USER);
    t.is(broken.code, 1);
    t.regex(
      broken.stdout,
      /^filesystem .+ % used, limit 0 %: bilge clean --free [\d.]+.B brings it below\n$/,
    );
    t.regex(broken.stderr, /^bilge: max-leftovers cannot be judged: /m);
  },
);

test('the help says the defaults, has examples and the exit codes', async (t) => {
  const { stdout, code } = await (await emptyMachine(t)).bilge(['check', '--help']);
  t.is(code, 0);
  for (const words of [
    'the defaults are --max-used 90%',
    'bilge check --max-log-growth 500MB --baseline',
    '1 a rule is broken',
    '/etc/bilge.toml',
  ]) {
    t.true(stdout.includes(words), words);
  }
});
