import { spawn } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import type { WhoseAnswer } from '../../src/report/types.js';
import { whoseAnswersSchema } from '../../src/report/schema/whose.js';
import { HOSTILE_TEXT } from '../engines/harness/workload/hostile.js';
import { CONTAINER_ID, makeDataRoot } from './support/data-root.js';
import { BILGE, emptyMachine, type Machine } from './support/machine.js';

async function machineWithRoot(t: ExecutionContext): Promise<Machine> {
  const machine = await emptyMachine(t);
  await makeDataRoot(machine.at('root'));
  return machine;
}

function fromRoot(machine: Machine): string[] {
  return ['--offline', '--data-root', machine.at('root')];
}

async function answersOf(machine: Machine, keys: readonly string[]): Promise<WhoseAnswer[]> {
  const { stdout } = await machine.bilge(['whose', '--json', ...fromRoot(machine), ...keys]);
  return whoseAnswersSchema.parse(JSON.parse(stdout));
}

test('paths, ids and names of a data root are answered with 0 and nothing on standard error', async (t) => {
  const machine = await machineWithRoot(t);
  const root = machine.at('root');
  const log = `${root}/containers/${CONTAINER_ID}/${CONTAINER_ID}-json.log`;
  const keys = [
    `${root}/volumes/orders/_data/table`,
    log,
    'web',
    CONTAINER_ID.slice(0, 4),
    'shop/web:1.4',
    'orders',
  ];
  const { code, stdout, stderr } = await machine.bilge(['whose', ...fromRoot(machine), ...keys]);
  t.is(code, 0);
  t.is(stderr, '');
  for (const key of keys) t.true(stdout.includes(`${key}: `), key);
  const answers = await answersOf(machine, keys);
  t.deepEqual(
    answers.map(({ key, kind }) => [key, kind]),
    keys.map((key, i) => [key, ['volume', 'container', 'container', 'container', 'image', 'volume'][i]]),
  );
  t.like(answers[1]?.file, { type: 'file', part: 'its logs' });
});

test('each figure of a layer agrees with the list of layers', async (t) => {
  const machine = await machineWithRoot(t);
  const list = await machine.bilge(['layers', '--json', ...fromRoot(machine)]);
  const layers: { chainId: string; allocatedBytes: number; path: string }[] = JSON.parse(list.stdout);
  t.true(layers.length > 0);
  for (const { chainId, allocatedBytes, path } of layers) {
    const [answer] = await answersOf(machine, [`${path}/diff/app`]);
    t.like(answer, { kind: 'layer', id: chainId, allocatedBytes, path });
  }
});

test('a symlink outside the root leads into it; one inside is not followed', async (t) => {
  const machine = await machineWithRoot(t);
  await symlink(machine.at('root', 'volumes'), machine.at('shortcut'));
  await symlink('/etc', machine.at('root', 'volumes', 'orders', '_data', 'escape'));
  const [answer] = await answersOf(machine, [machine.at('shortcut', 'orders', '_data', 'escape', 'passwd')]);
  t.like(answer, { kind: 'volume', id: 'orders' });
  t.like(answer?.file, {
    path: machine.at('root', 'volumes', 'orders', '_data', 'escape', 'passwd'),
    type: null,
  });
});

test('a file that is gone is answered by its layer, which is known', async (t) => {
  const machine = await machineWithRoot(t);
  const table = machine.at('root', 'volumes', 'orders', '_data', 'table');
  await rm(table);
  const [answer] = await answersOf(machine, [table]);
  t.like(answer, { kind: 'volume', id: 'orders' });
  t.is(answer?.file?.type, 'absent');
});

test('keys that are not found end with 1 and one line each, beside the answers to the others', async (t) => {
  const machine = await machineWithRoot(t);
  const missing = ['nothing-of-this', '/etc/passwd', machine.at('root', 'overlay2', 'gone')];
  const ended = await machine.bilge(['whose', ...fromRoot(machine), 'orders', ...missing]);
  t.is(ended.code, 1);
  t.true(ended.stdout.startsWith('orders: volume orders\n'));
  const lines = ended.stderr.trimEnd().split('\n');
  t.is(lines.length, missing.length);
  for (const [i, key] of missing.entries()) t.true(lines[i]?.startsWith(`bilge: ${key}: `), lines[i]);
  t.true(lines[1]?.includes(machine.at('root')), 'names the roots');
});

test('an ambiguous prefix ends with 1 and lists what it could be', async (t) => {
  const machine = await emptyMachine(t);
  const { stdout: images } = await machine.bilge(['demo', 'images', '--json']);
  const references: string[] = JSON.parse(images).flatMap(
    (image: { references: string[] }) => image.references,
  );
  const ofShop = references.filter((reference) => reference.startsWith('shop/'));
  t.true(ofShop.length > 1);
  const { code, stdout, stderr } = await machine.bilge(['demo', 'whose', 'shop/']);
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(stderr, /^bilge: shop\/: it is the beginning of \d+ ids and names:\n( {2}image sha256:.*\n)+$/);
});

test('- stands for keys from standard input, one per line; none at all is bad usage', async (t) => {
  const machine = await machineWithRoot(t);
  const run = async (input: string, args: readonly string[]) => {
    const child = spawn(process.execPath, [BILGE, 'whose', ...fromRoot(machine), ...args], {
      env: { ...machine.env },
    });
    child.stdin.end(input);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { stdout, stderr, code: child.exitCode };
  };
  const { stdout } = await run('web\r\n\norders', ['--json', 'shop/web:1.4', '-']);
  const answers = whoseAnswersSchema.parse(JSON.parse(stdout));
  t.deepEqual(
    answers.map(({ key }) => key),
    ['shop/web:1.4', 'web', 'orders'],
  );
  const none = await run('\n', ['-']);
  t.regex(none.stderr, /^bilge: there is no key/);
  t.is((await machine.bilge(['whose'])).code, 2);
});

test('the sample host answers, marked SAMPLE, and shares of the whole are never more than the root', async (t) => {
  const machine = await emptyMachine(t);
  const { code, stdout, stderr } = await machine.bilge(['demo', 'whose', 'shop-db-1', 'shop_pgdata']);
  t.is(code, 0, stderr);
  t.regex(stdout, /^SAMPLE\b/);
  const json = await machine.bilge(['demo', 'whose', '--json', '/var/lib/docker', 'shop_pgdata']);
  t.regex(json.stderr, /^SAMPLE\b/);
  const [root, volume] = whoseAnswersSchema.parse(JSON.parse(json.stdout));
  t.true((volume?.toFree.freedBytes ?? Infinity) < (root?.allocatedBytes ?? 0));
});

test('every layer, container, volume and leftover of the sample is found by its path and by its id', async (t) => {
  const machine = await emptyMachine(t);
  const { stdout } = await machine.bilge(['demo', 'report', '--format', 'json']);
  const report: {
    layers: { path: string; chainId: string }[];
    containers: { id: string; writableLayerPath: string }[];
    volumes: { name: string }[];
    leftovers: { path: string }[];
  } = JSON.parse(stdout);
  const wanted = [
    ...report.layers.flatMap(({ path, chainId }) => [path, chainId]),
    ...report.containers.flatMap(({ id, writableLayerPath }) => [id, writableLayerPath]),
    ...report.volumes.map(({ name }) => `/var/lib/docker/volumes/${name}/_data/x`),
    ...report.leftovers.map(({ path }) => path),
  ];
  const ended = await machine.bilge(['demo', 'whose', '--json', ...new Set(wanted)]);
  t.is(ended.code, 0, ended.stderr);
  const answers = whoseAnswersSchema.parse(JSON.parse(ended.stdout));
  t.deepEqual(new Set(answers.map(({ key }) => key)), new Set(wanted));
  t.false(answers.some(({ kind }) => kind === 'area'));
});

test('hostile names and keys reach the terminal harmlessly', async (t) => {
  const machine = await emptyMachine(t);
  const container = `container${HOSTILE_TEXT}`;
  await makeDataRoot(machine.at('root'), {
    container,
    volume: `volume${HOSTILE_TEXT}`,
    createdBy: HOSTILE_TEXT,
  });
  const layers = await machine.bilge(['layers', '--json', ...fromRoot(machine)]);
  const paths: string[] = JSON.parse(layers.stdout).map(({ path }: { path: string }) => path);
  const { stdout, stderr } = await machine.bilge([
    'whose',
    ...fromRoot(machine),
    container,
    HOSTILE_TEXT,
    ...paths,
  ]);
  t.notRegex(`${stdout}${stderr}`, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  t.notRegex(stdout, /^forged line/m);
});

test('the help has examples and the exit codes', async (t) => {
  const { stdout, code } = await (await emptyMachine(t)).bilge(['whose', '--help']);
  t.is(code, 0);
  t.regex(stdout, /bilge whose -/);
  t.regex(stdout, /1 a key was not found or is ambiguous/);
});
