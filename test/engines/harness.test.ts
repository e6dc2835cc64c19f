import test from 'ava';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentCgroups } from './harness/container-cgroups.js';
import { duAllocated, duInodes, findApparent } from './harness/disk-usage.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { processesRootedIn } from './harness/processes.js';
import { quiesce } from './harness/quiesce.js';
import { traceChanges } from './harness/strace.js';
import { findTraces, NO_TRACES, traceNames } from './harness/traces.js';
import { buildWorkload } from './harness/workload.js';
import type { Workload } from './harness/workload/types.js';

let engine: PrivateEngine;
let workload: Workload;
const parentsBefore = parentCgroups();

test.before(async () => {
  engine = await startPrivateEngine();
  workload = await buildWorkload(engine);
});

test.after.always(async () => {
  await engine?.cleanup();
});

const lines = async (...args: readonly string[]): Promise<string[]> =>
  (await engine.docker(args)).split('\n').filter(Boolean).sort();

const sorted = (values: Iterable<string>): string[] => [...values].sort();

const isEmptyCgroup = (path: string): boolean =>
  !readdirSync(path, { withFileTypes: true }).some((entry) => entry.isDirectory());

const volumePath = (name: string): string => join(engine.layout.dataRoot, 'volumes', name, '_data');

test.serial('the engine answers through its client and its API', async (t) => {
  t.is(await engine.docker(['info', '--format={{.DockerRootDir}}']), engine.layout.dataRoot);
  const { status, body } = await engine.api('/version');
  t.is(status, 200);
  t.regex(JSON.stringify(body), /"Version":"20\.10\./);
});

test.serial('images have the tags and the ids that the workload says', async (t) => {
  const told = workload.images.flatMap(({ id, references }) =>
    references.length === 0 ? [`<none>:<none> ${id}`] : references.map((reference) => `${reference} ${id}`),
  );
  t.deepEqual(await lines('images', '--no-trunc', '--format={{.Repository}}:{{.Tag}} {{.ID}}'), sorted(told));
});

test.serial('images are in use exactly where the workload says so', async (t) => {
  const used = new Set(await Promise.all(workload.containers.map(({ name }) => imageOf(name))));
  const told = workload.images.filter((image) => image.used).map(({ id }) => id);
  t.deepEqual(sorted(used), sorted(told));
  for (const reference of workload.unusedFamily) {
    t.false(workload.images.find((image) => image.references.includes(reference))?.used);
  }
});

const imageOf = (container: string): Promise<string> =>
  engine.docker(['inspect', '--format={{.Image}}', container]);

const layersOf = (reference: string): Promise<string[]> =>
  lines('image', 'inspect', '--format={{range .RootFS.Layers}}{{println .}}{{end}}', reference);

test.serial('the unused family shares a layer that no other image has', async (t) => {
  const family = await Promise.all(workload.unusedFamily.map(layersOf));
  const others = workload.images.filter(
    (image) => !workload.unusedFamily.includes(image.references[0] ?? ''),
  );
  const elsewhere = new Set((await Promise.all(others.map(({ id }) => layersOf(id)))).flat());
  const shared = (family[0] ?? []).filter((layer) => family.every((layers) => layers.includes(layer)));
  t.true(shared.some((layer) => !elsewhere.has(layer)));
  t.true(shared.some((layer) => elsewhere.has(layer)));
});

test.serial('containers are in the states that the workload says, with their data', async (t) => {
  const told = workload.containers.map(({ id, name, state }) => `${id} ${name} ${state}`);
  t.deepEqual(await lines('ps', '-a', '--no-trunc', '--format={{.ID}} {{.Names}} {{.State}}'), sorted(told));
  for (const { name, writtenBytes, logDriver } of workload.containers) {
    const format = '--format={{or .SizeRw 0}} {{.HostConfig.LogConfig.Type}}';
    const [size, driver] = (await engine.docker(['inspect', '--size', format, name])).split(' ');
    t.is(driver, logDriver);
    t.true(Number(size) >= writtenBytes && Number(size) < writtenBytes + 2000, `${name}: ${size}`);
  }
});

test.serial('logs are rotated, compressed, local, or absent', (t) => {
  const logsOf = (name: string): string[] => {
    const id = workload.containers.find((container) => container.name === name)?.id ?? '';
    const directory = join(engine.layout.dataRoot, 'containers', id);
    const files = readdirSync(directory).filter((file) => file.includes('log'));
    return files.map((file) => file.replace(id, '')).sort();
  };
  t.deepEqual(
    logsOf('shop-web-1'),
    ['-json.log', '-json.log.1', '-json.log.2', `-json.log.${workload.hostile.text}`].sort(),
  );
  t.deepEqual(logsOf('shop-api-1'), ['-json.log', '-json.log.1.gz', '-json.log.2.gz']);
  t.deepEqual(logsOf('shop-cache-1'), ['local-logs']);
  t.deepEqual(logsOf('debug-shell'), []);
  t.true(existsSync(workload.hostile.logFile));
});

test.serial('volumes have the content and the users that the workload says', async (t) => {
  const told = workload.volumes.map(({ name }) => name);
  t.deepEqual(await lines('volume', 'ls', '--quiet'), sorted(told));
  for (const { name, contentBytes, usedBy } of workload.volumes) {
    if (contentBytes !== undefined) t.is(await findApparent(volumePath(name)), contentBytes, name);
    t.deepEqual(
      await lines('ps', '-a', `--filter=volume=${name}`, '--format={{.Names}}'),
      sorted(usedBy),
      name,
    );
  }
  t.deepEqual(
    workload.volumes.filter(({ contentBytes }) => contentBytes === undefined).map(({ name }) => name),
    ['shop_sessions'],
  );
});

test.serial('one volume has hard links and a sparse file', async (t) => {
  const media = volumePath('shop_media');
  const names = readdirSync(join(media, 'products')).length;
  // The folder itself and the sparse file beside it, the folder of products, and one inode for three of its names.
  t.is(await duInodes(media), 3 + names - 2);
  t.true((await findApparent(media)) > 64_000_000);
  t.true((await duAllocated(media)) < 4_000_000);
});

test.serial('the hostile text is stored as it is', async (t) => {
  const format = '--format={{index .Labels "note"}}';
  t.is(await engine.docker(['volume', 'inspect', format, workload.hostile.volume]), workload.hostile.text);
  const ofImage = '--format={{index .Config.Labels "note"}}';
  t.is(await engine.docker(['inspect', ofImage, workload.hostile.imageReference]), workload.hostile.text);
});

test.serial('the build cache has a cache mount and records that no image shares', async (t) => {
  const { body } = await engine.api('/system/df');
  const records = JSON.stringify(body);
  t.regex(records, /"Type":"exec\.cachemount"/);
  t.regex(records, /"Shared":false/);
  t.regex(records, /"Shared":true/);
});

test.serial('a container has a process in a PID namespace within its own', (t) => {
  const { container, hostPid } = workload.nestedProcess;
  const id = workload.containers.find(({ name }) => name === container)?.id ?? '';
  t.regex(readFileSync(`/proc/${hostPid}/status`, 'utf8'), /^NSpid:\t\d+\t\d+\t\d+$/m);
  t.true(readFileSync(`/proc/${hostPid}/cgroup`, 'utf8').includes(id));
});

test.serial('strace sees what a command writes below a root, and nothing where it only reads', async (t) => {
  const { dataRoot, directory, work } = engine.layout;
  const output = join(work, 'trace');
  const reading = await traceChanges(['find', dataRoot, '-maxdepth', '2'], dataRoot, output);
  t.deepEqual(reading.changes, []);
  t.true(reading.lines > 20);
  const writing = await traceChanges(['sh', '-c', 'cd root && (: > made) && rm made'], dataRoot, output, {
    cwd: directory,
  });
  t.deepEqual(
    writing.changes.map(({ path }) => path),
    [join(dataRoot, 'made'), join(dataRoot, 'made')],
  );
});

test.serial('a quiet engine stands still', async (t) => {
  await quiesce(engine);
  t.deepEqual(await lines('ps', '--quiet', '--filter=status=running'), []);
  const before = await duAllocated(engine.layout.dataRoot);
  await engine.docker(['system', 'df', '-v']);
  t.is(await duAllocated(engine.layout.dataRoot), before);
});

test.serial('it starts again after a crash that leaves paused containers behind', async (t) => {
  await engine.kill();
  t.is(engine.pid(), undefined);
  t.true(processesRootedIn(engine.layout.dataRoot).length > 0);
  await engine.start();
  t.is((await lines('ps', '-a', '--quiet')).length, workload.containers.length);
});

test.serial('cleaning up leaves no process, mount, bridge, cgroup or directory', async (t) => {
  await engine.docker(['start', 'shop-web-1', 'shop-worker-1']);
  await engine.docker(['pause', 'shop-worker-1']);
  const { layout } = engine;
  const names = traceNames(layout);
  const before = await findTraces(layout, names);
  t.true(before.processes.length >= 4, 'a daemon, a containerd, two shims');
  t.true(before.mounts.length > 0);
  t.true(before.cgroups.length > 0);
  t.is(before.bridges.length, workload.networks.length);
  // As after a crash in the middle of things: nothing is stopped beforehand.
  await engine.kill();
  await engine.cleanup();
  t.deepEqual(await findTraces(layout, names), NO_TRACES);
  // Another engine on the machine may have begun to use the parents meanwhile.
  t.deepEqual(
    parentCgroups().filter((path) => !parentsBefore.includes(path) && isEmptyCgroup(path)),
    [],
  );
  await t.notThrowsAsync(engine.cleanup(), 'a second time there is nothing to do');
});
