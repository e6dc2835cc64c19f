import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { createEngineClient } from '../../../src/collectors/engine/dockerode-client.js';
import { resolveEndpoint } from '../../../src/collectors/engine/endpoint.js';
import { readFixture, sendJson, startFakeEngine, temporaryDirectory, unixEndpoint } from './fake-engine.js';

const NO_PROC = { procRoot: '/nonexistent' };

const hang = (): void => undefined;

test('a missing socket is an absent engine, and only live state is lost while the disk can be read', async (t) => {
  const endpoint = unixEndpoint(join(await temporaryDirectory(t), 'none.sock'));
  const client = createEngineClient(endpoint, NO_PROC);
  const { inventory, problems } = await client.collect({ sizes: false });
  t.is(inventory, null);
  t.is(problems.length, 1);
  t.like(problems[0], { source: 'engine', code: 'engine-absent', path: endpoint.url });
  t.regex(problems[0]?.missing ?? '', /^live state/);
  t.regex((await client.collect({ sizes: true })).problems[0]?.missing ?? '', /^everything/);
});

test('a socket file without a daemon is a refused connection', async (t) => {
  const path = join(await temporaryDirectory(t), 'stale.sock');
  await writeFile(path, '');
  const { inventory, problems } = await createEngineClient(unixEndpoint(path), NO_PROC).collect({
    sizes: false,
  });
  t.is(inventory, null);
  t.is(problems[0]?.code, 'engine-refused');
});

test('an engine that accepts and never answers is given up after the time limit', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', { '/version': hang });
  const { inventory, problems } = await createEngineClient(endpoint, { ...NO_PROC, timeoutMs: 100 }).collect({
    sizes: false,
  });
  t.is(inventory, null);
  t.is(problems[0]?.code, 'engine-timeout');
  t.regex(problems[0]?.message ?? '', /within 0\.1 s/);
});

test('an engine that never answers does not keep the process alive', async (t) => {
  const path = join(await temporaryDirectory(t), 'deaf.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.teardown(() => server.close());
  const engine = new URL('../../../src/collectors/engine/', import.meta.url).href;
  const script = `
    import { createEngineClient } from '${engine}dockerode-client.js';
    import { resolveEndpoint } from '${engine}endpoint.js';
    const endpoint = resolveEndpoint({ host: 'unix://${path}', env: {} });
    const { problems } = await createEngineClient(endpoint, { timeoutMs: 100 }).collect({ sizes: false });
    console.log(problems[0].code);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  const [code] = await once(child, 'close');
  t.is(output, 'engine-timeout\n');
  t.is(code, 0);
});

test('an answer that stops in the middle is given up after the time limit', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/info': (_, response) => void response.writeHead(200).write('{"Driver": "over'),
  });
  const { inventory, problems } = await createEngineClient(endpoint, {
    ...NO_PROC,
    // Long enough for the other lists on a busy machine.
    listTimeoutMs: 5000,
  }).collect({ sizes: false });
  t.is(inventory?.facts.storageDriver, null);
  t.is(inventory?.facts.version, '20.10.24+dfsg1');
  t.is(inventory?.containers?.length, 5);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['engine-list-failed'],
  );
});

test('a connection that breaks in the middle of an answer fails at once', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/networks': (_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' }).write('[', () => response.destroy());
    },
  });
  // With the default limits this test would run into the time limit of ava.
  const { inventory, problems } = await createEngineClient(endpoint, {
    ...NO_PROC,
    listTimeoutMs: 3_600_000,
  }).collect({ sizes: false });
  t.is(inventory?.networks, null);
  t.is(inventory?.volumes?.length, 5);
  t.is(problems.length, 1);
});

test('something else that answers in JSON is no engine', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/version': (_, response) => sendJson(response, { hello: 'world' }),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(inventory, null);
  t.is(problems[0]?.code, 'engine-error');
});

test('an answer that is not JSON is a problem of its own list', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/images/json': (_, response) => void response.end('<html>proxy</html>'),
    '/volumes': (_, response) => sendJson(response, ['not', 'an', 'object']),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(inventory?.images, null);
  t.is(inventory?.volumes, null);
  t.is(inventory?.containers?.length, 5);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['engine-list-failed', 'engine-list-failed'],
  );
});

test('images are asked for again when one of them was removed while the engine listed them', async (t) => {
  let asked = 0;
  const answer: unknown = JSON.parse(await readFixture('20.10', 'images'));
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/images/json': (_, response) => {
      asked += 1;
      if (asked < 5) sendJson(response, { message: 'content digest sha256:0: not found' }, 404);
      else sendJson(response, answer);
    },
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(asked, 5);
  t.true((inventory?.images?.length ?? 0) > 0);
  t.deepEqual(problems, []);
});

test('one failing list leaves the others', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/networks': (_, response) => sendJson(response, { message: 'database is locked' }, 500),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(inventory?.networks, null);
  t.is(inventory?.images?.length, 5);
  t.regex(problems[0]?.message ?? '', /database is locked/);
});

test('a second disk usage operation on 20.10 is explained and loses sizes only', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/system/df': (_, response) =>
      sendJson(response, { message: 'a disk usage operation is already running' }, 500),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: true });
  t.is(inventory?.layersBytes, null);
  t.is(inventory?.buildCache, null);
  t.true(inventory?.containers?.every(({ engineSizeRwBytes }) => engineSizeRwBytes === null));
  t.is(problems.length, 1);
  t.regex(problems[0]?.hint ?? '', /only one/);
});

test('a container that vanishes after it was listed is left out without a problem', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/containers/60d9336c83feb3129d72b48f603669164e6661274ff3559558d9f9194683f495/json': (_, response) =>
      sendJson(response, { message: 'No such container' }, 404),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(inventory?.containers?.length, 4);
  t.false(inventory?.containers?.some(({ name }) => name === 'web'));
  t.deepEqual(problems, []);
});

test('a container that hangs keeps what the list says of it', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/containers/60d9336c83feb3129d72b48f603669164e6661274ff3559558d9f9194683f495/json': hang,
  });
  const { inventory, problems } = await createEngineClient(endpoint, {
    ...NO_PROC,
    timeoutMs: 1000,
  }).collect({ sizes: false });
  const web = inventory?.containers?.find(({ name }) => name === 'web');
  t.like(web, { status: 'running', pid: null, logDriver: null });
  t.regex(problems[0]?.message ?? '', /1 of 5 containers/);
});

test('entries of a list that make no sense are counted and left out', async (t) => {
  const networks: unknown[] = JSON.parse(await readFixture('20.10', 'networks'));
  const { endpoint } = await startFakeEngine(t, '20.10', {
    '/networks': (_, response) => sendJson(response, [...networks, 7, { Name: 'no id' }]),
  });
  const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(inventory?.networks?.length, 4);
  t.regex(problems[0]?.message ?? '', /2 networks/);
});

test('an engine that speaks no version known to bilge says so', async (t) => {
  const answer = (ApiVersion: string, MinAPIVersion: string) =>
    startFakeEngine(t, '20.10', {
      '/version': (_, response) => sendJson(response, { ApiVersion, MinAPIVersion }),
    });
  for (const [newest, oldest, words] of [
    ['1.99', '1.90', /no API older than 1\.90/],
    ['1.18', '1.12', /needs 1\.25/],
  ] as const) {
    const { endpoint } = await answer(newest, oldest);
    const { inventory, problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
    t.is(inventory, null);
    t.is(problems[0]?.code, 'engine-api-too-old');
    t.regex(problems[0]?.message ?? '', words);
  }
});

test('a cancelled collection ends', async (t) => {
  const controller = new AbortController();
  const { endpoint } = await startFakeEngine(t, '20.10', { '/version': () => controller.abort() });
  const { inventory, problems } = await createEngineClient(endpoint, {
    ...NO_PROC,
    timeoutMs: 3_600_000,
  }).collect({ sizes: false, signal: controller.signal });
  t.is(inventory, null);
  t.regex(problems[0]?.message ?? '', /cancelled/);
});

test('variables that dockerode would read on its own do not reach it', async (t) => {
  const { endpoint } = await startFakeEngine(t, '20.10');
  process.env['DOCKER_HOST'] = 'tcp://192.0.2.1:1';
  process.env['DOCKER_CERT_PATH'] = '/nonexistent';
  t.teardown(() => {
    delete process.env['DOCKER_HOST'];
    delete process.env['DOCKER_CERT_PATH'];
  });
  const { problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.deepEqual(problems, []);
  t.is(process.env['DOCKER_HOST'], 'tcp://192.0.2.1:1');
});

test('an engine that hangs on every container is not waited for each time', async (t) => {
  const ids = Array.from({ length: 40 }, (_, index) => `c${index}`);
  const { endpoint, requests } = await startFakeEngine(t, '20.10', {
    '/containers/json': (_, response) =>
      sendJson(
        response,
        ids.map((Id) => ({ Id, State: 'running' })),
      ),
    ...Object.fromEntries(ids.map((id) => [`/containers/${id}/json`, hang])),
  });
  const { inventory, problems } = await createEngineClient(endpoint, {
    ...NO_PROC,
    timeoutMs: 1000,
  }).collect({ sizes: false });
  t.is(inventory?.containers?.length, 40);
  t.regex(problems[0]?.message ?? '', /40 of 40 containers/);
  t.true(requests.filter((request) => request.includes('/containers/c')).length < 16);
});

test('a port without TLS behind a TLS endpoint is explained', async (t) => {
  const server = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const endpoint = resolveEndpoint({
    host: `https://127.0.0.1:${port}`,
    env: {},
    homeDirectory: '/nonexistent',
    root: true,
    exists: () => false,
    readFile: () => '',
  });
  const { problems } = await createEngineClient(endpoint, NO_PROC).collect({ sizes: false });
  t.is(problems[0]?.code, 'engine-error');
  t.regex(problems[0]?.message ?? '', /^No secure connection/);
});
