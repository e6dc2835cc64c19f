import { HOSTILE_TEXT } from './hostile.js';
import { buildTar, seededFiles, type TarEntry } from './tar.js';
import type { WorkloadContext } from './types.js';

const MB = 1_000_000;

/** Copies entries into a folder of a container, which reaches its writable layer or a volume that is mounted there. */
export async function copyInto(
  context: WorkloadContext,
  container: string,
  folder: string,
  entries: readonly TarEntry[],
): Promise<void> {
  await context.engine.docker(['cp', '-', `${container}:${folder}`], { input: await buildTar(entries) });
}

/** Fills a volume through a container that exists only for that. @returns apparent bytes */
async function fill(context: WorkloadContext, volume: string, megabytes: number): Promise<number> {
  const { engine, content, scale } = context;
  const files = seededFiles(content, volume, 3, megabytes * MB * scale);
  const container = await engine.docker(['create', '-v', `${volume}:/volume`, 'base/busybox:1.35']);
  await copyInto(context, container, '/volume', [{ path: volume, directory: true }, ...files]);
  await engine.docker(['rm', container]);
  return contentLength(files);
}

/** Lengths of all files among these entries; links add nothing. */
export function contentLength(entries: readonly TarEntry[]): number {
  return entries.reduce((sum, entry) => sum + ('content' in entry ? entry.content.length : 0), 0);
}

/** What {@link makeVolumes} made that others need to know. */
export interface MadeVolumes {
  /** Apparent bytes by volume, for those that no container fills. */
  readonly contentBytes: ReadonlyMap<string, number>;
  /** An anonymous volume whose container is gone. */
  readonly forgotten: string;
}

function composeLabels(volume: string): readonly string[] {
  return ['--label=com.docker.compose.project=shop', `--label=com.docker.compose.volume=${volume}`];
}

/** Makes the volumes; those of running containers are filled by them. */
export async function makeVolumes(context: WorkloadContext): Promise<MadeVolumes> {
  const { engine } = context;
  const create = (name: string, ...args: readonly string[]): Promise<string> =>
    engine.docker(['volume', 'create', ...args, name]);
  await create('shop_pgdata', ...composeLabels('pgdata'));
  await create('shop_media', ...composeLabels('media'));
  // A file system in memory: no byte of it is on the disk, and the engine does not measure it either.
  const memory = ['--opt=type=tmpfs', '--opt=device=tmpfs', '--opt=o=size=4m'];
  await create('shop_sessions', '--driver=local', ...memory);
  await create('shop_uploads-2022');
  await create('imports', `--label=note=${HOSTILE_TEXT}`);
  const container = await engine.docker(['create', '-v', '/scratch', 'base/busybox:1.35']);
  const forgotten = await engine.docker(['inspect', '--format={{(index .Mounts 0).Name}}', container]);
  await engine.docker(['rm', container]);
  return {
    contentBytes: new Map([
      ['shop_uploads-2022', await fill(context, 'shop_uploads-2022', 4)],
      ['imports', await fill(context, 'imports', 0.5)],
      [forgotten, await fill(context, forgotten, 1)],
    ]),
    forgotten,
  };
}
