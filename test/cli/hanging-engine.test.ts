import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { CONTAINER_ID, makeDataRoot } from './support/data-root.js';
import { emptyMachine } from './support/machine.js';

/** An engine's socket that accepts and never answers. */
async function hangingEngine(t: ExecutionContext, path: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
  });
  server.listen(path);
  await once(server, 'listening');
  t.teardown(() => server.close());
  return server;
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

/** The lines with figures, without the filesystem's, which change by the minute. */
function figuresOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => / {2}|^=/.test(line));
  // The filesystem is the machine's, which others write to meanwhile.
  return lines.filter((line) => !/^(filesystem|  inodes:)/.test(line));
}

test('an engine that never answers does not keep the figures of the disk back', async (t) => {
  const machine = await emptyMachine(t);
  const root = machine.at('root');
  await makeDataRoot(root);
  const server = await hangingEngine(t, machine.at('engine.sock'));
  const host = `unix://${machine.at('engine.sock')}`;

  const [asked, offline] = await Promise.all([
    machine.bilge(['df', '--host', host, '--data-root', root]),
    machine.bilge(['df', '--offline', '--data-root', root]),
  ]);

  t.is(asked.code, 3, asked.stderr);
  t.true(figuresOf(asked.stdout).length > 5);
  t.deepEqual(figuresOf(asked.stdout), figuresOf(offline.stdout));
  t.true(asked.stderr.includes(`The engine at ${host} does not respond`), asked.stderr);
  t.throws(() => process.kill(-asked.pid, 0), { code: 'ESRCH' }, 'nothing of its process group is left');
  t.is(await connections(server), 0);
});

test('lists and report say what the disk says when the engine never answers', async (t) => {
  const machine = await emptyMachine(t);
  const root = machine.at('root');
  await makeDataRoot(root);
  await hangingEngine(t, machine.at('engine.sock'));
  const source = ['--host', `unix://${machine.at('engine.sock')}`, '--data-root', root];

  const [list, report] = await Promise.all([
    machine.bilge(['containers', '--json', ...source]),
    machine.bilge(['report', ...source]),
  ]);

  t.is(list.code, 3);
  t.is(report.code, 3);
  const [container] = JSON.parse(list.stdout);
  t.is(container.id, CONTAINER_ID);
  t.is(container.statusSource, 'disk');
  t.true(container.totalBytes > 0);
  const { complete, problems } = JSON.parse(report.stdout);
  t.false(complete);
  t.true(
    problems.some(
      ({ code, missing }: { code: string; missing: unknown }) =>
        code === 'engine-timeout' && missing !== null,
    ),
  );
});

test('an engine that never answers and no data root end with 2', async (t) => {
  const machine = await emptyMachine(t);
  await hangingEngine(t, machine.at('engine.sock'));
  const host = `unix://${machine.at('engine.sock')}`;
  const { code, stdout, stderr } = await machine.bilge([
    'df',
    '--host',
    host,
    '--data-root',
    machine.at('none'),
  ]);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^bilge: [^\n]+\n$/);
});

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  test(`${signal} ends the wait for an engine at once, as shells count it ${128 + number}, without a trace`, async (t) => {
    const machine = await emptyMachine(t);
    const server = await hangingEngine(t, machine.at('engine.sock'));
    const contact = once(server, 'connection');
    const running = machine.start(['df', '--host', `unix://${machine.at('engine.sock')}`]);
    await contact;
    process.kill(running.pid, signal);
    const ended = await running.ended;
    t.is(ended.signal === signal ? 128 + number : ended.code, 128 + number);
    t.is(ended.stdout, '');
    t.is(ended.stderr, '');
  });
}
