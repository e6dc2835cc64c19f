import { readdirSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { findContainerdOf } from '../../src/collectors/proc/containerd-process.js';
import { findDaemons } from '../../src/collectors/proc/daemon-process.js';
import { collectHoldings } from '../../src/collectors/proc/holdings.js';
import { openBelow } from '../../src/collectors/proc/open-below.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { until } from './harness/until.js';
import { buildWorkload } from './harness/workload.js';

let engine: PrivateEngine;
const IMAGE = 'shop/web:1.4';

test.before(async () => {
  engine = await startPrivateEngine();
  await buildWorkload(engine);
});

test.after.always(async () => {
  await engine?.cleanup();
});

async function inspect(container: string, format: string): Promise<string> {
  return engine.docker(['inspect', '--format', format, container]);
}

test.serial('the mount of a running container is found with the directories the engine tells', async (t) => {
  const id = await engine.docker(['run', '-d', '--network=none', IMAGE, 'sleep', '600']);
  const pid = Number(await inspect(id, '{{.State.Pid}}'));
  const data = '{{.GraphDriver.Data.';
  const upper = await inspect(id, `${data}UpperDir}}`);
  const { mounts } = await collectHoldings({ roots: [engine.layout.dataRoot] });
  const mount = mounts.find((one) => one.upperDirectory === upper);
  t.deepEqual(mount?.lowerDirectories, (await inspect(id, `${data}LowerDir}}`)).split(':'));
  t.is(mount?.workDirectory, await inspect(id, `${data}WorkDir}}`));
  t.deepEqual(mount?.mountPoints, [await inspect(id, `${data}MergedDir}}`)]);
  t.true(mount?.views.some((view) => view.mountPoint === '/'));
  const { directories } = await openBelow([dirname(upper), join(engine.layout.dataRoot, 'image')]);
  t.true(directories[0]?.processes.some((user) => user.pid === pid && user.rootDirectory));
  t.deepEqual(directories[1]?.processes, []);
});

test.serial('a log deleted under its container, and a file deleted inside, keep their bytes', async (t) => {
  const script = 'exec 7>/gone; echo 0123456789 >&7; rm /gone; echo ready; sleep 600';
  const id = await engine.docker(['run', '-d', '--network=none', IMAGE, 'sh', '-c', script]);
  const log = await inspect(id, '{{.LogPath}}');
  await until('the container to be ready', () => readFileSync(log, 'utf8').includes('ready'), 30_000);
  const { blocks, size, ino } = statSync(log);
  unlinkSync(log);
  const { deletedFiles } = await collectHoldings({ roots: [engine.layout.dataRoot] });
  const found = deletedFiles.find((file) => file.path === log);
  t.like(found, { inode: String(ino), allocatedBytes: blocks * 512, apparentBytes: size });
  t.true(found?.processes.some((holder) => holder.pid === engine.pid()));
  const upper = await inspect(id, '{{.GraphDriver.Data.UpperDir}}');
  const inside = deletedFiles.find((file) => file.upperDirectory === upper);
  t.like(inside, { path: join(upper, 'gone'), seenPath: '/gone', apparentBytes: 11 });
  t.false(readdirSync(upper).includes('gone'));
});

test.serial('the engine is among the daemons of the host, and its containerd is its own', async (t) => {
  const daemon = (await findDaemons()).find(({ pid }) => pid === engine.pid());
  t.like(daemon, { usedDataRoot: engine.layout.dataRoot, execRoot: engine.layout.execRoot, rootless: false });
  const containerd = daemon === undefined ? null : await findContainerdOf(daemon);
  t.is(containerd?.root, join(engine.layout.dataRoot, 'containerd/daemon'));
});
