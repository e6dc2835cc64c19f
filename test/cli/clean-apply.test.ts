import { existsSync } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { cleanupResultSchema, removalRecordSchema } from '../../src/report/schema/cleanup-result.js';
import { planSchema } from '../../src/report/schema/plan.js';
import type { CleanupPlan, CleanupResult } from '../../src/report/types.js';
import { CONTAINER_ID, VOLUME_BYTES } from './support/data-root.js';
import { closedGate, untilInterrupted } from './support/interrupted.js';
import type { Ended } from './support/machine.js';
import { machineWithEngine, type RemovingMachine } from './support/removing-engine.js';

/** Reaches for the container and both images: three objects. */
const THREE = ['--free', '600kB'];

function clean(machine: RemovingMachine, ...args: readonly string[]): Promise<Ended> {
  return machine.bilge(['clean', ...machine.source, ...args]);
}

async function planOf(machine: RemovingMachine, ...args: readonly string[]): Promise<CleanupPlan> {
  return planSchema.parse(JSON.parse((await clean(machine, '--json', ...args)).stdout));
}

function resultOf({ stdout }: Ended): CleanupResult {
  return cleanupResultSchema.parse(JSON.parse(stdout));
}

/** Ids of what the engine was asked to remove. */
function asked({ engine }: RemovingMachine): string[] {
  return engine.changes.map((change) => /^DELETE \/\w+\/([^?]+)/.exec(change)?.[1] ?? change);
}

async function records(path: string): Promise<readonly [outcome: string, message: string | null][]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const { outcome, message } = removalRecordSchema.parse(JSON.parse(line));
    return [outcome, message];
  });
}

test('without --apply nothing is asked of the engine that changes anything', async (t) => {
  const machine = await machineWithEngine(t);
  for (const args of [[], THREE, ['--script'], ['--json'], ['--verify'], ['-o', machine.at('plan.json')]]) {
    const { code, stderr } = await clean(machine, '--older-than', '0', ...args);
    t.is(code, 0, stderr);
  }
  t.deepEqual(machine.engine.changes, []);
});

test('without a terminal and without --yes nothing is removed, and the engine is not even asked: 2', async (t) => {
  const machine = await machineWithEngine(t);
  const { code, stdout, stderr } = await clean(machine, '--apply', ...THREE);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^bilge: nothing was removed: standard input is no terminal, .*--yes/);
  t.deepEqual(machine.engine.changes, []);
});

test('with --yes exactly the plan is removed, and the promise is kept to the byte', async (t) => {
  const machine = await machineWithEngine(t);
  const plan = await planOf(machine, ...THREE);
  t.is(plan.objects.length, 3);
  const ended = await clean(machine, ...THREE, '--apply', '--yes', '--json');
  t.is(ended.code, 0, ended.stderr);
  t.deepEqual(
    asked(machine),
    plan.objects.map(({ id }) => id),
  );
  const { objects, proof, ended: how } = resultOf(ended);
  t.is(how, 'complete');
  t.true(objects.every(({ outcome }) => outcome === 'removed'));
  t.is(proof?.predictedBytes, plan.freedBytes);
  t.is(proof?.measuredBytes, plan.freedBytes ?? -1);
  t.deepEqual(proof?.remaining, []);
  t.true(proof?.explanation.includes('Kept to the byte.'));
  t.true(existsSync(`${machine.root}/volumes/orders/_data/table`), 'the named volume stays');
  t.deepEqual((await planOf(machine, ...THREE)).objects, []);
});

test('people see the plan, each object as it goes, and the proof', async (t) => {
  const machine = await machineWithEngine(t);
  const { code, stdout } = await clean(machine, ...THREE, '--apply', '--yes');
  t.is(code, 0);
  const parts = [
    /^Plan: 3 objects/m,
    /^\[1\/3\] container web: removed \([\d.]+ kB\)$/m,
    /^\[3\/3\] image /m,
  ];
  const places = [...parts, /^3 objects: 3 removed$/m, /^Promised /m, /^Measured /m].map((part) =>
    stdout.search(part),
  );
  t.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  );
  t.false(places.includes(-1), stdout);
});

test('a saved plan is applied later, and only to what has not changed since', async (t) => {
  const machine = await machineWithEngine(t);
  const file = machine.at('plan.json');
  await clean(machine, ...THREE, '-o', file);
  machine.engine.status = 'running';
  const shown = await clean(machine, '--plan', file);
  t.is(shown.code, 0, shown.stderr);
  t.regex(shown.stdout, /^container web: would be skipped: /m);
  const ended = await clean(machine, '--plan', file, '--apply', '--yes', '--json');
  t.is(ended.code, 1);
  t.deepEqual(
    resultOf(ended).objects.map(({ name, outcome }) => [name, outcome]),
    [
      ['web', 'skipped'],
      ['shop/web:1.4', 'skipped'],
      ['tools/old:1', 'removed'],
    ],
  );
  t.is(machine.engine.changes.length, 1);
});

test('a saved plan whose objects are gone already is done: 0', async (t) => {
  const machine = await machineWithEngine(t);
  const file = machine.at('plan.json');
  await clean(machine, ...THREE, '-o', file);
  await clean(machine, '--plan', file, '--apply', '--yes');
  const again = await clean(machine, '--plan', file, '--apply', '--yes', '--json');
  t.is(again.code, 0, again.stderr);
  const { objects, proof, proofMissing } = resultOf(again);
  t.deepEqual(new Set(objects.map(({ outcome }) => outcome)), new Set(['absent']));
  t.is(proof, null);
  t.is(proofMissing, 'nothing was removed');
});

test('a volume that was written to since its plan was made stays', async (t) => {
  const machine = await machineWithEngine(t);
  const file = machine.at('plan.json');
  await clean(machine, ...THREE, '--apply', '--yes');
  await clean(machine, '--only', 'named-volumes', '--older-than', '0', '-o', file);
  await writeFile(`${machine.root}/volumes/orders/_data/table`, Buffer.alloc(2 * VOLUME_BYTES, 4));
  const before = machine.engine.changes.length;
  const ended = await clean(machine, '--plan', file, '--apply', '--yes', '--json');
  t.is(ended.code, 1);
  t.deepEqual(
    resultOf(ended).objects.map(({ name, outcome, message }) => [name, outcome, message]),
    [['orders', 'skipped', 'its content changed since the plan was made']],
  );
  t.is(machine.engine.changes.length, before);
});

test('a plan of another engine or of none is refused: 2', async (t) => {
  const [one, other] = [await machineWithEngine(t), await machineWithEngine(t)];
  const file = one.at('plan.json');
  for (const [args, words] of [
    [one.source, /the plan of .* is not for this engine: it is for the engine at unix:/],
    [['--offline', '--data-root', one.root], /it was made without an engine/],
  ] as const) {
    await one.bilge(['clean', ...args, '--older-than', '0', '-o', file]);
    const { code, stderr } = await clean(other, '--plan', file, '--apply', '--yes');
    t.is(code, 2);
    t.regex(stderr, words);
  }
  t.deepEqual(other.engine.changes, []);
});

test('a target that cannot be reached removes nothing where nobody is asked: 1', async (t) => {
  const machine = await machineWithEngine(t);
  const { code, stderr } = await clean(machine, '--free', '1TB', '--apply', '--yes');
  t.is(code, 1);
  t.regex(stderr, /nothing was removed: --free cannot be reached/);
  t.deepEqual(machine.engine.changes, []);
});

test('where no engine answers, --apply says so before anything else: 2', async (t) => {
  const machine = await machineWithEngine(t);
  machine.engine.vanish();
  const { code, stderr } = await clean(machine, ...THREE, '--apply', '--yes');
  t.is(code, 2);
  t.regex(stderr, /There is no engine/);
  t.regex(stderr, /nothing was removed: --apply removes through the engine’s API, and no engine answers/);
});

test('a log that cannot be written is said before anything is removed: 2', async (t) => {
  const machine = await machineWithEngine(t);
  const { code, stderr } = await clean(
    machine,
    ...THREE,
    '--apply',
    '--yes',
    '--log',
    '/no-such-directory/log',
  );
  t.is(code, 2);
  t.regex(stderr, /the log could not be written to \/no-such-directory\/log/);
  t.deepEqual(machine.engine.changes, []);
});

test('an engine that breaks off at the first removal leaves open what became of that: 1', async (t) => {
  const machine = await machineWithEngine(t);
  const log = machine.at('log.jsonl');
  machine.engine.beforeRemoval = async (path) => {
    if (path.startsWith('/containers/')) throw new Error('the connection ends');
  };
  const ended = await clean(machine, ...THREE, '--apply', '--yes', '--json', '--log', log);
  t.is(ended.code, 1);
  t.deepEqual(
    resultOf(ended).objects.map(({ outcome }) => outcome),
    ['unknown', 'not-tried', 'not-tried'],
  );
  t.deepEqual(
    (await records(log)).map(([outcome]) => outcome),
    ['unknown', 'not-tried', 'not-tried'],
  );
});

test('an engine that goes away half-way leaves a true record of every object, and a proof from the disk', async (t) => {
  const machine = await machineWithEngine(t);
  const log = machine.at('log.jsonl');
  await writeFile(log, '{"from": "before"}\n');
  machine.engine.beforeRemoval = (path) => {
    if (path.startsWith('/images/')) machine.engine.vanish();
  };
  // Where its data is only the engine has told.
  const host = ['clean', '--host', machine.engine.host];
  const ended = await machine.bilge([...host, ...THREE, '--apply', '--yes', '--json', '--log', log]);
  t.is(ended.code, 1, ended.stderr);
  const result = resultOf(ended);
  t.is(result.ended, 'engine-lost');
  t.deepEqual(
    result.objects.map(({ outcome }) => outcome),
    ['removed', 'unknown', 'not-tried'],
  );
  t.is(result.proof?.measuredBytes, result.proof?.predictedBytes ?? -1, result.proofMissing ?? '');
  t.true((result.proof?.measuredBytes ?? 0) > 0);
  const [first, ...lines] = (await readFile(log, 'utf8')).trimEnd().split('\n');
  t.is(first, '{"from": "before"}', 'a log is added to');
  t.deepEqual(
    lines.map((line) => removalRecordSchema.parse(JSON.parse(line))),
    result.objects,
  );
});

test('SIGINT lets the removal under way end, and then ends the process, with a true report', async (t) => {
  const machine = await machineWithEngine(t);
  const log = machine.at('log.jsonl');
  const [removing, answering] = [closedGate(), closedGate()];
  machine.engine.beforeRemoval = () => {
    removing.open();
    return answering.passed;
  };
  const running = machine.start([
    'clean',
    ...machine.source,
    ...THREE,
    '--apply',
    '--yes',
    '--json',
    '--log',
    log,
  ]);
  await removing.passed;
  process.kill(running.pid, 'SIGINT');
  await untilInterrupted(running.pid);
  answering.open();
  const ended = await running.ended;
  t.is(ended.signal, 'SIGINT');
  const result = resultOf(ended);
  t.is(result.ended, 'interrupted');
  t.deepEqual(
    result.objects.map(({ outcome }) => outcome),
    ['removed', 'not-tried', 'not-tried'],
  );
  t.deepEqual(asked(machine), [CONTAINER_ID]);
  t.is(result.proof?.measuredBytes, result.proof?.predictedBytes ?? -1);
  t.is((await records(log)).length, 3);
});

test('what the configuration protects stays, and a broken one ends everything: 2', async (t) => {
  const machine = await machineWithEngine(t);
  await mkdir(machine.at('.config', 'bilge'), { recursive: true });
  const file = machine.at('.config', 'bilge', 'config.toml');
  await writeFile(file, '[protect]\nnames = ["web"]\n');
  const kept = await planOf(machine, ...THREE);
  t.deepEqual(
    kept.objects.map(({ name }) => name),
    ['tools/old:1'],
  );
  t.deepEqual(
    kept.protected.map(({ name, why }) => [name, why]),
    [['web', 'it matches web']],
  );
  const named = machine.at('named.toml');
  await writeFile(named, '[protect]\nnames = ["tools/*"]\n');
  const other = await planOf(machine, ...THREE, '--config', named);
  t.true(other.objects.every(({ name }) => name !== 'tools/old:1'));
  await writeFile(file, '[protect]\nnames = "web"\n');
  const broken = await clean(machine, ...THREE, '--apply', '--yes');
  t.is(broken.code, 2);
  t.regex(broken.stderr, /config\.toml: .*protect\.names/);
  t.deepEqual(machine.engine.changes, []);
});

test('what was protected after a plan was made is skipped', async (t) => {
  const machine = await machineWithEngine(t);
  const file = machine.at('plan.json');
  await clean(machine, ...THREE, '-o', file);
  const ended = await clean(machine, '--plan', file, '--keep', 'tools/old', '--apply', '--yes', '--json');
  t.is(ended.code, 1);
  const old = resultOf(ended).objects.find(({ name }) => name === 'tools/old:1');
  t.like(old, { outcome: 'skipped', message: 'it is protected: it matches tools/old' });
});

/** An engine whose data root is on another host. */
async function remoteMachine(t: ExecutionContext): Promise<RemovingMachine> {
  const machine = await machineWithEngine(t, { told: '/nowhere/docker' });
  await access(machine.root);
  return machine;
}

test('where the disk cannot be read a plan is an estimate by what the engine tells, and can be applied', async (t) => {
  const machine = await remoteMachine(t);
  const plan = await planOf(machine, '--free', '300kB');
  t.true(plan.objects.length > 0);
  t.not(plan.unmeasuredReason, null);
  t.true(plan.objects.every(({ addsBytes, paths }) => addsBytes === null && paths.length === 0));
  const text = await clean(machine, '--free', '300kB');
  t.regex(text.stdout, /^Plan: \d+ objects?, frees ~[\d.]+ kB$/m);
  t.regex(text.stdout, /^ {2}an estimate: /m);
  const ended = await clean(machine, '--free', '300kB', '--apply', '--yes', '--json');
  t.is(ended.code, 0, ended.stderr);
  const result = resultOf(ended);
  t.true(
    result.objects.every(({ outcome, predictedBytes }) => outcome === 'removed' && predictedBytes === null),
  );
  t.is(result.proof, null);
  t.is(result.proofMissing, 'nothing of it is on a disk that can be read here');
  t.is(machine.engine.changes.length, plan.objects.length);
});

test('hostile names are harmless in everything that a run says', async (t) => {
  const name = 'web\u001b[31m\nforged line\u202e';
  const machine = await machineWithEngine(t, { names: { container: name, composeProject: name } });
  for (const args of [THREE, [...THREE, '--script'], [...THREE, '--apply', '--yes']]) {
    const { stdout, stderr } = await clean(machine, ...args);
    for (const text of [stdout, stderr]) {
      t.notRegex(text, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      t.notRegex(text, /^forged line/m);
    }
  }
});
