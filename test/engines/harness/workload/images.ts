import type { PrivateEngine } from '../private-engine.js';
import { sourcesOf, writeSources } from './contexts.js';
import { HOSTILE_TEXT } from './hostile.js';
import { imageArchive } from './image-archive.js';
import { busyboxRootfs } from './rootfs.js';
import { buildTar, seededFiles } from './tar.js';
import type { WorkloadContext } from './types.js';

const MB = 1_000_000;

/** Builds one image and gives its id. `--network none` because an image that needs no network gets none. */
async function build(
  context: WorkloadContext,
  builder: 'legacy' | 'buildkit',
  tag: string,
  dockerfile: string,
  ...more: readonly string[]
): Promise<string> {
  const sources = sourcesOf(context);
  const file = `${sources}/${dockerfile}.Dockerfile`;
  const args = ['build', '--quiet', '--network=none', `--tag=${tag}`, `--file=${file}`, ...more, sources];
  return context.engine.docker(args, { env: { DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' } });
}

/** Images as a person gets them from elsewhere: by `docker import`, and by `docker load` with their ids known. */
async function bringImages(context: WorkloadContext): Promise<void> {
  const { engine, content, scale } = context;
  const rootfs = await busyboxRootfs();
  const imported = await buildTar(rootfs);
  await engine.docker(['import', '--change', 'CMD ["sh"]', '-', 'base/busybox:1.35'], { input: imported });
  const base = await buildTar([
    ...rootfs,
    { path: 'etc/os-release', content: 'NAME="Shop Linux"\nVERSION=12\n' },
  ]);
  const layer = (folder: string, count: number, megabytes: number): Promise<Buffer> =>
    buildTar(seededFiles(content, folder, count, megabytes * MB * scale));
  const archive = await imageArchive([
    {
      tags: ['postgres:15.6', 'postgres:15'],
      layers: [
        base,
        await layer('usr/lib/postgresql/15', 20, 8),
        await layer('usr/share/postgresql/15', 6, 1),
      ],
      command: ['postgres'],
      environment: ['PG_MAJOR=15', 'PGDATA=/var/lib/postgresql/data'],
    },
    {
      tags: ['redis:7.2'],
      layers: [base, await layer('usr/lib/redis', 4, 2)],
      command: ['redis-server'],
      volumes: ['/data'],
    },
  ]);
  await engine.docker(['load', '--quiet'], { input: archive });
}

/**
 * The builder of the images that lose their tag: in the containerd store, BuildKit (28.5) lets a replaced image go
 * altogether, while the legacy builder keeps it without a name.
 */
export function replacingBuilder(engine: PrivateEngine): 'legacy' | 'buildkit' {
  return engine.imageStore === 'containerd' ? 'legacy' : 'buildkit';
}

/** Ids of the images that have lost their tag to a later build. */
export interface ReplacedImages {
  readonly replacedInUse: string;
  readonly replaced: string;
}

/**
 * Brings and builds all images.
 * @param onCanary called when the first revision of the worker exists, which is about to lose its tag
 */
export async function makeImages(
  context: WorkloadContext,
  onCanary: (image: string) => Promise<void>,
): Promise<ReplacedImages> {
  await bringImages(context);
  await writeSources(context);
  await build(context, 'legacy', 'shop/runtime:18', 'runtime');
  await build(context, 'legacy', 'shop/web:1.3', 'web-1.3');
  await build(context, 'legacy', 'shop/web:1.4', 'web-1.4');
  await build(context, 'buildkit', 'shop/api:1.9', 'api-1.9');
  await build(context, 'buildkit', 'shop/api:2.0', 'api-2.0');
  const buildWorker = (revision: number): Promise<string> =>
    build(
      context,
      replacingBuilder(context.engine),
      'shop/worker:0.7',
      'worker',
      `--build-arg=REVISION=${revision}`,
    );
  const replacedInUse = await buildWorker(1);
  await onCanary(replacedInUse);
  const replaced = await buildWorker(2);
  await buildWorker(3);
  await build(context, 'legacy', 'analytics/base:2024', 'analytics');
  await build(context, 'legacy', 'analytics/etl:1', 'etl-1');
  await build(context, 'legacy', 'analytics/etl:2', 'etl-2');
  await build(context, 'legacy', 'analytics/notebook:latest', 'notebook');
  await build(context, 'legacy', 'tools/importer:0.1', 'importer', `--label=note=${HOSTILE_TEXT}`);
  return { replacedInUse, replaced };
}
