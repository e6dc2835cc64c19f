import { createServer } from 'node:net';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { makeDataRoot } from './support/data-root.js';
import { BILGE, emptyMachine } from './support/machine.js';
import { openTerminal } from './support/terminal.js';

const LONG_SCAN = fileURLToPath(new URL('scripts/long-scan.js', import.meta.url));
const ALTERNATE_SCREEN = '\u001B[?1049';
const CLEARED_LINE = '\r\u001B[K';

test('bilge demo shows the sample’s overview and images, and q gives the terminal back with 0', async (t) => {
  const { env } = await emptyMachine(t);
  const terminal = openTerminal(t, [process.execPath, BILGE, 'demo'], env);
  await terminal.until('the overview', (screen) => /SAMPLE/.test(screen) && /Image layers/i.test(screen));
  terminal.type('2');
  await terminal.until('the images', (screen) => /SAMPLE/.test(screen) && /shop\/web:1\.4/.test(screen));
  terminal.type('q');
  t.deepEqual(await terminal.ended, { code: 0, signal: 0 });
  const written = terminal.written();
  t.true(written.lastIndexOf(`${ALTERNATE_SCREEN}l`) > written.lastIndexOf(`${ALTERNATE_SCREEN}h`));
  t.true(written.lastIndexOf('\u001B[?25h') > written.lastIndexOf('\u001B[?25l'), 'the cursor is back');
  t.is(terminal.screen(), '', 'nothing of it is left on the screen');
});

test('bilge on a data root shows it in the terminal', async (t) => {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  const args = ['--offline', '--data-root', machine.at('root')];
  const terminal = openTerminal(t, [process.execPath, BILGE, ...args], machine.env);
  const overview = await terminal.until('the overview', (screen) => /Image layers/i.test(screen));
  t.notRegex(overview, /SAMPLE/);
  terminal.type('2');
  await terminal.until('the images', (screen) => screen.includes('shop/web:1.4'));
  terminal.type('q');
  t.deepEqual(await terminal.ended, { code: 0, signal: 0 });
});

test('with neither engine nor data root the sentence stays readable: 2, and the screen is never taken', async (t) => {
  const machine = await emptyMachine(t);
  const command = [process.execPath, BILGE, '--data-root', machine.at('none')];
  const terminal = openTerminal(t, command, machine.env);
  t.deepEqual(await terminal.ended, { code: 2, signal: 0 });
  t.false(terminal.written().includes(ALTERNATE_SCREEN));
  const sentence = terminal.screen().replaceAll('\n', '');
  t.regex(sentence, /^bilge: .+\.$/);
  t.true(sentence.includes('bilge demo'));
});

test('an engine that hangs and no data root are told after the screen is given back as well: 2', async (t) => {
  const machine = await emptyMachine(t);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
  });
  server.listen(machine.at('engine.sock'));
  t.teardown(() => server.close());
  const host = `unix://${machine.at('engine.sock')}`;
  const command = [process.execPath, BILGE, '--host', host, '--data-root', machine.at('none')];
  const terminal = openTerminal(t, command, machine.env);
  await terminal.until('why there is nothing', (screen) => screen.includes('does not respond'));
  t.true(terminal.written().includes(`${ALTERNATE_SCREEN}h`));
  terminal.type('q');
  t.deepEqual(await terminal.ended, { code: 2, signal: 0 });
  t.regex(terminal.screen().replaceAll('\n', ''), /^bilge: .+ does not respond.+\.$/);
});

test('tables fit the terminal', async (t) => {
  const { env } = await emptyMachine(t);
  for (const view of ['df', 'images', 'layers', 'containers', 'volumes']) {
    const terminal = openTerminal(t, [process.execPath, BILGE, 'demo', view], env);
    t.is((await terminal.ended).code, 0);
    const [, ...rows] = terminal.written().split('\r\n');
    const table = rows.filter((row) => / {2}/.test(row));
    t.true(table.length > 0, view);
    for (const row of table) t.true(row.length <= 120, `${view}: ${row}`);
  }
});

test('the progress line of a scan is gone once the scan is over', async (t) => {
  const { env } = await emptyMachine(t);
  const terminal = openTerminal(t, [process.execPath, LONG_SCAN, 'ends'], env);
  t.is((await terminal.ended).code, 0);
  t.regex(terminal.written(), /scanning \/var\/lib\/docker: [\d,]+ entries/);
  t.is(terminal.screen(), 'DONE');
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} during a scan clears the progress line and ends by that signal, without a trace`, async (t) => {
    const { env } = await emptyMachine(t);
    const terminal = openTerminal(t, [process.execPath, LONG_SCAN], env);
    await terminal.until('the progress', (screen) => screen.includes('scanning /var/lib/docker'));
    if (signal === 'SIGINT') terminal.type('\u0003');
    else process.kill(terminal.pid, signal);
    t.is((await terminal.ended).signal, constants.signals[signal]);
    // The terminal itself echoes the key.
    t.regex(terminal.screen(), /^(\^C)?$/);
    t.true(terminal.written().endsWith(CLEARED_LINE));
  });
}
