import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMountInfo } from '../../formats/mountinfo.js';
import { readSmallFileOrNull } from './daemon-files.js';
import { locate, mountTable, type MountTable, restBelow } from './mount-table.js';

const MAX_MOUNTINFO = 64 * 1024 * 1024;

async function tableOf(procRoot: string, process: string): Promise<MountTable> {
  const text = await readSmallFileOrNull(join(procRoot, process, 'mountinfo'), MAX_MOUNTINFO);
  return mountTable(process, Number(process), process === 'self', parseMountInfo(text ?? ''));
}

/**
 * The path by which bilge reaches what a process calls `path`: the same in one mount namespace, another for an engine
 * in a container. `null` when it is mounted nowhere in bilge's namespace, or the mounts could not be read. Symlinks on
 * the way are not followed.
 */
export async function pathHere(procRoot: string, pid: number, path: string): Promise<string | null> {
  const link = (process: string): Promise<string | null> =>
    readlink(join(procRoot, process, 'ns/mnt')).catch(() => null);
  const own = await link('self');
  if (own !== null && own === (await link(String(pid)))) return path;
  const location = locate(await tableOf(procRoot, String(pid)), path);
  if (location === null) return null;
  const here = await tableOf(procRoot, 'self');
  const paths = [...here.byPoint.values()].flatMap((mount) => {
    const rest = mount.device === location.device ? restBelow(location.path, mount.root) : null;
    if (rest === null) return [];
    const name = `${mount.mountPoint === '/' ? '' : mount.mountPoint}${rest}`;
    // Something else may be mounted on the way.
    const reached = locate(here, name);
    return reached?.device === location.device && reached.path === location.path ? [name] : [];
  });
  return paths.includes(path) ? path : (paths.sort((a, b) => a.length - b.length)[0] ?? null);
}
