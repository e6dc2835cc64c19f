import test, { type ExecutionContext } from 'ava';
import { reportSchema } from '../../src/report/schema/report.js';
import { HOSTILE_TEXT } from '../engines/harness/workload/hostile.js';
import { CONTAINER_ID, makeDataRoot, type Names } from './support/data-root.js';
import { emptyMachine, type Machine } from './support/machine.js';

/** Anything that a terminal would act on, and marks that reorder what a person reads; line ends are bilge's own. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Every name that a person chooses, each recognizable in the output. */
const HOSTILE: Names = {
  imageReference: `image${HOSTILE_TEXT}:1`,
  label: `label${HOSTILE_TEXT}`,
  container: `container${HOSTILE_TEXT}`,
  composeProject: `project${HOSTILE_TEXT}`,
  volume: `volume${HOSTILE_TEXT}`,
  logSuffix: `.log${HOSTILE_TEXT}`,
  createdBy: `step${HOSTILE_TEXT}`,
};

const TEXT_VIEWS = [
  ['df'],
  ['images'],
  ['images', '--all'],
  ['layers'],
  ['containers'],
  ['volumes'],
  ['cache'],
  ['leftovers'],
  ['networks'],
  ['processes'],
  ['processes', '--tree'],
  ['containers', '--limits', '--all', '--interval', '0'],
  ['logs'],
  ['report', '--format', 'text'],
];

async function hostileMachine(t: ExecutionContext): Promise<Machine> {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'), HOSTILE);
  return machine;
}

function fromRoot(machine: Machine): string[] {
  return ['--offline', '--data-root', machine.at('root')];
}

/** What is counted in each category. */
async function countsOf(machine: Machine): Promise<unknown> {
  const { stdout } = await machine.bilge(['report', '--format', 'json', ...fromRoot(machine)]);
  const [root] = reportSchema.parse(JSON.parse(stdout)).roots;
  return root?.categories.map(({ category, inodes, objects }) => ({ category, inodes, objects }));
}

test('no text view lets an escape sequence, a forged line or a right-to-left mark through', async (t) => {
  const machine = await hostileMachine(t);
  for (const view of TEXT_VIEWS) {
    const { code, stdout, stderr } = await machine.bilge([...view, ...fromRoot(machine)]);
    t.is(code, 0, stderr);
    t.notRegex(stdout, UNSAFE, view.join(' '));
    t.notRegex(stderr, UNSAFE, view.join(' '));
    t.notRegex(stdout, /^forged line/m, view.join(' '));
  }
});

test('what was made harmless is still there to be read', async (t) => {
  const machine = await hostileMachine(t);
  const shown = String.raw`\x1b[31mred\x1b]0;owned\x07\nforged line\u202egnp.tar`;
  for (const [view, name] of [
    ['images', 'image'],
    ['layers', 'step'],
    ['containers', 'container'],
    ['volumes', 'volume'],
  ] as const) {
    const { stdout } = await machine.bilge([view, ...fromRoot(machine)]);
    t.true(stdout.includes(`${name}${shown}`), `${view}: ${stdout}`);
  }
});

test('JSON has the exact names, and no byte that a terminal would act on', async (t) => {
  const machine = await hostileMachine(t);
  const { stdout } = await machine.bilge(['report', '--format', 'json', ...fromRoot(machine)]);
  t.notRegex(stdout, UNSAFE);
  const report = reportSchema.parse(JSON.parse(stdout));
  const image = report.images.find(({ references }) => references.includes(HOSTILE.imageReference));
  t.is(image?.labels['color'], HOSTILE.label);
  t.true(report.layers.some(({ createdBy }) => createdBy === HOSTILE.createdBy));
  const [container] = report.containers;
  t.like(container, {
    name: HOSTILE.container,
    imageReference: HOSTILE.imageReference,
    composeProject: HOSTILE.composeProject,
  });
  t.is(container?.labels['color'], HOSTILE.label);
  t.deepEqual(
    container?.logFiles.map(({ name }) => name),
    [`${CONTAINER_ID}-json.log`, `${CONTAINER_ID}-json.log${HOSTILE.logSuffix}`],
  );
  t.is(container?.mounts[0]?.volumeName, HOSTILE.volume);
  const [volume] = report.volumes;
  t.like(volume, { name: HOSTILE.volume, recorded: true, onDisk: true });
  t.is(volume?.labels['color'], HOSTILE.label);
});

test('hostile names cost no bytes: the accounting is that of the same data root with plain names', async (t) => {
  const [hostile, plain] = [await hostileMachine(t), await emptyMachine(t)];
  await makeDataRoot(plain.at('root'));
  t.deepEqual(await countsOf(hostile), await countsOf(plain));
});

test('a data root with a hostile path is named harmlessly in every message', async (t) => {
  const machine = await emptyMachine(t);
  const path = machine.at(`no${HOSTILE_TEXT}`);
  const missing = await machine.bilge(['df', '--offline', '--data-root', path]);
  t.is(missing.code, 2);
  t.regex(missing.stderr, /^[^\n]+\n$/);
  t.notRegex(missing.stderr, UNSAFE);
  await makeDataRoot(path);
  const { code, stdout } = await machine.bilge(['df', '--offline', '--data-root', path]);
  t.is(code, 0);
  t.notRegex(stdout, UNSAFE);
});

test('hostile words on the command line are not echoed as they are', async (t) => {
  const machine = await emptyMachine(t);
  for (const args of [
    [HOSTILE_TEXT],
    ['demo', HOSTILE_TEXT],
    ['demo', 'df', HOSTILE_TEXT],
    ['df', `--${HOSTILE_TEXT}`],
    ['demo', 'images', '--sort', HOSTILE_TEXT],
    ['demo', 'images', '--filter', `a${HOSTILE_TEXT}=1`],
    ['demo', 'images', '--filter', `total>${HOSTILE_TEXT}`],
    ['demo', 'report', '--format', HOSTILE_TEXT],
    ['df', '--host', `ftp://${HOSTILE_TEXT}`],
    ['df', '--context', HOSTILE_TEXT],
    ['demo', 'report', '-o', `/no-such-directory/${HOSTILE_TEXT}`],
  ]) {
    const { code, stderr } = await machine.bilge(args);
    const allowed = args.includes(`a${HOSTILE_TEXT}=1`) ? [0, 2] : [2];
    t.true(allowed.includes(code ?? -1), args.join(' '));
    t.notRegex(stderr, UNSAFE, JSON.stringify(args));
  }
});
