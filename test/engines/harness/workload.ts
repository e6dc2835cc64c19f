import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateEngine } from './private-engine.js';
import { until } from './until.js';
import { canaryPlan, containerPlans } from './workload/containers.js';
import { HOSTILE_TEXT } from './workload/hostile.js';
import { makeImages, type ReplacedImages, replacingBuilder } from './workload/images.js';
import { seededBytes } from './workload/seeded-bytes.js';
import { startContainer } from './workload/start-containers.js';
import { seededFiles } from './workload/tar.js';
import type {
  Workload,
  WorkloadContainer,
  WorkloadContext,
  WorkloadImage,
  WorkloadNetwork,
  WorkloadOptions,
  WorkloadVolume,
} from './workload/types.js';
import { contentLength, copyInto, type MadeVolumes, makeVolumes } from './workload/volumes.js';

const MB = 1_000_000;
const SPARSE_BYTES = 64 * 1024 * 1024;

/** Fills the volumes of running containers. @returns apparent bytes by volume */
async function fillVolumesInUse(context: WorkloadContext): Promise<ReadonlyMap<string, number>> {
  const { engine, content, scale } = context;
  const database = seededFiles(content, 'base', 8, 6 * MB * scale);
  await copyInto(context, 'shop-db-1', '/var/lib/postgresql/data', [
    { path: 'base', directory: true },
    ...database,
  ]);
  const media = seededFiles(content, 'products', 4, 2 * MB * scale);
  // One inode under three names: only the first of them takes space.
  const links = ['a', 'b'].map((name) => ({
    path: `products/${name}.bin`,
    hardLinkTo: 'products/part-000.bin',
  }));
  await copyInto(context, 'shop-web-1', '/srv/media', [
    { path: 'products', directory: true },
    ...media,
    ...links,
  ]);
  const sparse = `truncate -s ${SPARSE_BYTES} /srv/media/index.sparse`;
  await engine.docker(['exec', 'shop-web-1', 'sh', '-c', sparse]);
  return new Map([
    ['shop_pgdata', contentLength(database)],
    ['shop_media', contentLength(media) + SPARSE_BYTES],
  ]);
}

async function describeImages(
  engine: PrivateEngine,
  containers: readonly WorkloadContainer[],
  { replaced, replacedInUse }: ReplacedImages,
): Promise<readonly WorkloadImage[]> {
  const usedIds = new Set<string>();
  for (const { name } of containers)
    usedIds.add(await engine.docker(['inspect', '--format={{.Image}}', name]));
  const tagged: readonly (readonly [WorkloadImage['builder'], ...string[]])[] = [
    ['import', 'base/busybox:1.35'],
    ['load', 'postgres:15', 'postgres:15.6'],
    ['load', 'redis:7.2'],
    ...['runtime:18', 'web:1.3', 'web:1.4'].map((name) => ['legacy', `shop/${name}`] as const),
    ...['api:1.9', 'api:2.0'].map((name) => ['buildkit', `shop/${name}`] as const),
    [replacingBuilder(engine), 'shop/worker:0.7'],
    ...['base:2024', 'etl:1', 'etl:2', 'notebook:latest'].map(
      (name) => ['legacy', `analytics/${name}`] as const,
    ),
    ['legacy', 'tools/importer:0.1'],
  ];
  const images: WorkloadImage[] = [];
  for (const [builder, ...references] of tagged) {
    const id = await engine.docker(['image', 'inspect', '--format={{.Id}}', references[0] ?? '']);
    images.push({ id, references, used: usedIds.has(id), builder });
  }
  const dangling = [replaced, replacedInUse].map((id): WorkloadImage => {
    return { id, references: [], used: usedIds.has(id), builder: replacingBuilder(engine) };
  });
  return [...images, ...dangling];
}

async function describeVolumes(
  engine: PrivateEngine,
  containers: readonly WorkloadContainer[],
  contentBytes: ReadonlyMap<string, number>,
): Promise<readonly WorkloadVolume[]> {
  const users = new Map<string, string[]>();
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}\n{{end}}{{end}}';
  for (const { name } of containers) {
    const mounted = await engine.docker(['inspect', `--format=${format}`, name]);
    for (const volume of mounted.split('\n').filter(Boolean)) {
      users.set(volume, [...(users.get(volume) ?? []), name]);
    }
  }
  const names = (await engine.docker(['volume', 'ls', '--quiet'])).split('\n');
  return names.map((name) => ({
    name,
    anonymous: /^[0-9a-f]{64}$/.test(name),
    usedBy: users.get(name) ?? [],
    // The cache keeps nothing in its anonymous volume.
    contentBytes: name === 'shop_sessions' ? undefined : (contentBytes.get(name) ?? 0),
  }));
}

/** Host's id of the process that a container runs in a PID namespace within its own, once it runs. */
async function nestedPid(engine: PrivateEngine, container: string): Promise<number> {
  let pid = 0;
  await until(
    `the nested process of ${container}`,
    async () => {
      const processes = await engine.docker(['top', container, '-o', 'pid,args']);
      pid = Number(/^\s*(\d+)\s+sleep 86400$/m.exec(processes)?.[1] ?? 0);
      return pid > 0;
    },
    30_000,
  );
  return pid;
}

async function makeNetworks(engine: PrivateEngine): Promise<readonly WorkloadNetwork[]> {
  const networks: WorkloadNetwork[] = [];
  for (const name of ['shop_default', 'staging']) {
    const label = `--label=com.docker.compose.project=${name.split('_')[0]}`;
    networks.push({ name, id: await engine.docker(['network', 'create', label, name]) });
  }
  return networks;
}

async function makeContext(engine: PrivateEngine, options: WorkloadOptions): Promise<WorkloadContext> {
  const bindSource = options.bindSource ?? join(engine.layout.directory, 'bound');
  await mkdir(bindSource, { recursive: true });
  await writeFile(join(bindSource, 'web.conf'), 'listen 8080;\n');
  const seed = options.seed ?? 'shop';
  return {
    engine,
    dataRoot: await engine.docker(['info', '--format={{.DockerRootDir}}']),
    bindSource,
    scale: options.scale ?? 1,
    longLogLines: options.longLogLines ?? 20_000,
    content: (label, length) => seededBytes(seed, label, length),
  };
}

/**
 * Fills a private engine with one of everything that an analysis must understand: a small shop as a developer's host
 * has it. Nothing comes from a registry, and the same seed writes the same content.
 */
export async function buildWorkload(engine: PrivateEngine, options: WorkloadOptions = {}): Promise<Workload> {
  const context = await makeContext(engine, options);
  const containers: WorkloadContainer[] = [];
  const replaced = await makeImages(context, async (image) => {
    containers.push(await startContainer(context, canaryPlan(image)));
  });
  const networks = await makeNetworks(engine);
  const volumes: MadeVolumes = await makeVolumes(context);
  for (const plan of containerPlans(context)) containers.push(await startContainer(context, plan));
  const contentBytes = new Map([...volumes.contentBytes, ...(await fillVolumesInUse(context))]);
  const web = containers.find(({ name }) => name === 'shop-web-1')?.id ?? '';
  const logFile = join(context.dataRoot, 'containers', web, `${web}-json.log.${HOSTILE_TEXT}`);
  await writeFile(logFile, 'not written by the engine\n');
  return {
    images: await describeImages(engine, containers, replaced),
    containers,
    volumes: await describeVolumes(engine, containers, contentBytes),
    networks,
    unusedFamily: ['analytics/base:2024', 'analytics/etl:1', 'analytics/etl:2', 'analytics/notebook:latest'],
    hostile: { text: HOSTILE_TEXT, imageReference: 'tools/importer:0.1', volume: 'imports', logFile },
    bindSource: context.bindSource,
    nestedProcess: { container: 'debug-shell', hostPid: await nestedPid(engine, 'debug-shell') },
  };
}
