import { constants } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { closedGate, untilInterrupted } from './support/interrupted.js';
import { BILGE } from './support/machine.js';
import { machineWithEngine, type RemovingMachine } from './support/removing-engine.js';
import { openTerminal, type Terminal } from './support/terminal.js';

const QUESTION = /^Remove these 3 objects, which frees [\d.]+ kB\?.* Type yes to go on:$/m;

async function atTheQuestion(
  t: ExecutionContext,
): Promise<{ readonly machine: RemovingMachine; readonly terminal: Terminal }> {
  const machine = await machineWithEngine(t);
  const command = [process.execPath, BILGE, 'clean', ...machine.source, '--free', '600kB', '--apply'];
  const terminal = openTerminal(t, command, machine.env);
  await terminal.until('the question', (screen) => screen.endsWith('Type yes to go on:'));
  return { machine, terminal };
}

test('the question comes after the list, on a line of its own, and says what it is about', async (t) => {
  const { machine, terminal } = await atTheQuestion(t);
  const screen = terminal.screen();
  t.regex(screen, QUESTION);
  t.notRegex(screen, /\\n/);
  t.true(screen.indexOf('KIND') < screen.indexOf('Remove these 3 objects'));
  for (const name of ['web', 'shop/web:1.4', 'tools/old:1']) t.true(screen.includes(name));
  t.regex(screen, /What is in 1 of them may exist nowhere else\./);
  t.deepEqual(machine.engine.changes, []);
  terminal.type('no\r');
  t.is((await terminal.ended).code, 1);
});

for (const answer of ['', 'no', 'y', 'Yes', 'YES', 'yes please']) {
  test(`${JSON.stringify(answer)} is no yes: nothing is removed`, async (t) => {
    const { machine, terminal } = await atTheQuestion(t);
    terminal.type(`${answer}\r`);
    t.deepEqual(await terminal.ended, { code: 1, signal: 0 });
    t.regex(terminal.screen(), /Nothing was removed\.$/);
    t.deepEqual(machine.engine.changes, []);
  });
}

for (const [name, key] of [
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
] as const) {
  test(`${name} at the question removes nothing`, async (t) => {
    const { machine, terminal } = await atTheQuestion(t);
    terminal.type(key);
    t.deepEqual(await terminal.ended, { code: 1, signal: 0 });
    t.regex(terminal.screen(), /Nothing was removed\.$/);
    t.deepEqual(machine.engine.changes, []);
  });
}

test('yes removes what was shown, and the end says what that gave back', async (t) => {
  const { machine, terminal } = await atTheQuestion(t);
  terminal.type('yes\r');
  t.deepEqual(await terminal.ended, { code: 0, signal: 0 });
  t.is(machine.engine.changes.length, 3);
  t.regex(terminal.screen(), /^3 objects: 3 removed\n\nPromised .*^Kept to the byte\.$/ms);
});

test('Ctrl-C during the run ends it after the object under way, with a report, by SIGINT', async (t) => {
  const { machine, terminal } = await atTheQuestion(t);
  const [removing, answering] = [closedGate(), closedGate()];
  machine.engine.beforeRemoval = () => {
    removing.open();
    return answering.passed;
  };
  terminal.type('yes\r');
  await removing.passed;
  terminal.type('\u0003');
  await untilInterrupted(terminal.pid);
  answering.open();
  t.is((await terminal.ended).signal, constants.signals.SIGINT);
  t.is(machine.engine.changes.length, 1);
  t.regex(
    terminal.screen(),
    /3 objects: 1 removed, 2 not tried\nInterrupted: what comes after was not tried\./,
  );
});
