import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import test from 'ava';
import { z } from 'zod';
import { containerSchema } from '../../src/report/schema/container.js';
import { processSchema } from '../../src/report/schema/process.js';
import { reportSchema } from '../../src/report/schema/report.js';
import { CONTAINER_ID, makeDataRoot } from './support/data-root.js';
import { emptyMachine, type Machine } from './support/machine.js';

/** A data root of which images and volumes are damaged: whoever reads more than is asked for has something to tell. */
async function damagedRoot(machine: Machine): Promise<string[]> {
  await makeDataRoot(machine.at('root'));
  await writeFile(machine.at('root/image/overlay2/repositories.json'), '{');
  await writeFile(machine.at('root/volumes/metadata.db'), 'damaged');
  return ['--offline', '--data-root', machine.at('root')];
}

const LIVE_VIEWS = [
  ['processes'],
  ['processes', '--tree'],
  ['networks'],
  ['containers', '--limits', '--interval', '0'],
];

test('what is live is told without a look at images, volumes and sizes', async (t) => {
  const machine = await emptyMachine(t);
  const source = await damagedRoot(machine);
  for (const view of LIVE_VIEWS) {
    const { code, stdout, stderr } = await machine.bilge([...view, ...source]);
    t.is(code, 0, `${view.join(' ')}: ${stderr}`);
    t.is(stderr, '', view.join(' '));
    t.not(stdout, '');
  }
  t.is((await machine.bilge(['images', ...source])).code, 3, 'the damage is real');
});

test('limits are of the same records as the containers of the report', async (t) => {
  const machine = await emptyMachine(t);
  const source = await damagedRoot(machine);
  const args = ['containers', '--limits', '--interval', '0', '--json', ...source];
  const { stdout } = await machine.bilge(args);
  const records = z.array(containerSchema).parse(JSON.parse(stdout));
  t.deepEqual(
    records.map(({ id, totalBytes }) => [id, totalBytes]),
    [[CONTAINER_ID, null]],
  );
  const table = await machine.bilge(['containers', '--limits', '--interval', '0', ...source]);
  t.regex(
    table.stdout,
    /^no running containers\n\n1 container that does not run not shown \(--all shows them\)$/m,
  );
  const all = await machine.bilge(['containers', '--limits', '--interval', '0', '--all', ...source]);
  t.regex(all.stdout, /^web +.*OF MEMORY|^web /m);
});

test('processes are records of the published form, the tree has the same ones in JSON', async (t) => {
  const machine = await emptyMachine(t);
  const source = await damagedRoot(machine);
  for (const view of [['processes'], ['processes', '--tree']]) {
    const { code, stdout } = await machine.bilge([...view, '--json', ...source]);
    t.is(code, 0);
    t.notThrows(() => z.array(processSchema).parse(JSON.parse(stdout)));
  }
});

test('without engine and data root there are still processes, but no networks and no limits', async (t) => {
  const machine = await emptyMachine(t);
  const none = ['--host', `unix://${machine.at('none.sock')}`, '--data-root', machine.at('none')];
  t.is((await machine.bilge(['processes', ...none])).code, 0);
  for (const view of [['networks'], ['containers', '--limits']]) {
    const { code, stdout, stderr } = await machine.bilge([...view, ...none]);
    t.is(code, 2, view.join(' '));
    t.is(stdout, '');
    t.regex(stderr, /^bilge: there is no engine .*, and there is no data root /);
  }
});

test('an engine that never answers keeps processes back for a moment only, and is told', async (t) => {
  const machine = await emptyMachine(t);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
  });
  server.listen(machine.at('engine.sock'));
  await once(server, 'listening');
  t.teardown(() => server.close());
  const args = ['processes', '--json', '--host', `unix://${machine.at('engine.sock')}`];
  const { code, stdout, stderr } = await machine.bilge(args);
  t.is(code, 3);
  t.notThrows(() => z.array(processSchema).parse(JSON.parse(stdout)));
  t.regex(stderr, /does not respond/);
});

test('the sample has no processes, and says so in every form', async (t) => {
  const machine = await emptyMachine(t);
  const words = 'processes were not collected: neither the engine nor the kernel told of them';
  for (const view of [['processes'], ['processes', '--tree']]) {
    const { code, stdout } = await machine.bilge(['demo', ...view]);
    t.is(code, 0);
    t.is(stdout, `SAMPLE: a bundled sample host, not this machine\n\n${words}\n`);
  }
  const json = await machine.bilge(['demo', 'processes', '--json']);
  t.deepEqual(JSON.parse(json.stdout), []);
  t.true(json.stderr.includes(words));
  const limits = await machine.bilge(['demo', 'containers', '--limits', '--all']);
  t.is(limits.code, 0);
});

test('the report has what runs, lists of sizes do not look for it', async (t) => {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  const source = ['--offline', '--data-root', machine.at('root')];
  const { stdout } = await machine.bilge(['report', '--format', 'json', ...source]);
  t.false(reportSchema.parse(JSON.parse(stdout)).notCollected.includes('processes'));
});

const WRONG: Readonly<Record<string, readonly string[]>> = {
  'no time': ['containers', '--limits', '--interval', 'soon'],
  'less than nothing': ['containers', '--limits', '--interval=-1'],
  'more than an hour': ['containers', '--limits', '--interval', '3601'],
  'an interval without rates': ['containers', '--interval', '1'],
  'a wrong column of the tree': ['processes', '--tree', '--sort', 'nope'],
  'a column of sizes among limits': ['containers', '--limits', '--filter', 'writable>1'],
};

for (const [what, args] of Object.entries(WRONG)) {
  test(`${what} is refused before anything is looked at`, async (t) => {
    const { code, stdout, stderr } = await (await emptyMachine(t)).bilge(args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /--(interval|sort|filter)/);
  });
}

test('the help of the list of containers has the columns of both views', async (t) => {
  const { stdout } = await (await emptyMachine(t)).bilge(['containers', '--help']);
  t.regex(stdout, /--interval <seconds>/);
  t.regex(stdout, /--sort and --filter with --limits/);
  t.regex(stdout, /^ {2}throttled /m);
  t.regex(stdout, /^ {2}writable /m);
});
