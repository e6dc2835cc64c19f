import { access, constants, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mountPointsBelow, parseMountInfo } from '../../formats/mountinfo.js';
import type { RootOrigin } from '../../model/inventory.js';
import type { Problem } from '../../model/problem.js';
import { errorCode } from '../error-code.js';
import { DiskFileSource } from '../disk/disk-file-source.js';
import { readFilesystem } from '../disk/filesystem.js';
import { ThreadWalker } from '../disk/thread-walker.js';
import type { RootPlace } from './collect-data-root.js';
import { driverSizesAt } from './driver-sizes-at.js';
import { isHeldByEngine } from './engine-lock.js';

/**
 * A data root on this machine's disk.
 * - `ready`: it is there and can be listed;
 * - `denied`: it is there, this user may not list it: only its filesystem is known;
 * - `absent`: nothing is there;
 * - `foreign`: a directory is there that is no Docker data root.
 */
export type OpenedDataRoot =
  | { readonly state: 'ready' | 'denied'; readonly place: RootPlace }
  | { readonly state: 'absent' | 'foreign'; readonly problem: Problem };

function refusal(code: string, message: string, path: string, hint: string): Problem {
  return { source: 'data-root', code, message, path, missing: 'everything on the disk', hint };
}

/** Looks at a path that should be a data root. A symlink at the path itself is followed, as the engine does. */
export async function openDataRoot(path: string, origin: RootOrigin): Promise<OpenedDataRoot> {
  let real: string;
  try {
    real = await realpath(path);
    if (!(await stat(real)).isDirectory()) {
      const message = `${path} is not a directory`;
      return {
        state: 'foreign',
        problem: refusal('data-root-foreign', message, path, 'name the engine’s data root'),
      };
    }
  } catch (error) {
    return failed(path, path, origin, error);
  }
  try {
    await access(real, constants.R_OK | constants.X_OK);
    const names = await readdir(real);
    if (!isDataRoot(names)) {
      const message = `${path} is not a Docker data root: it has no containers/, volumes/ and image/ directories`;
      const hint = 'name the directory that holds them, usually /var/lib/docker';
      return { state: 'foreign', problem: refusal('data-root-foreign', message, path, hint) };
    }
  } catch (error) {
    return failed(path, real, origin, error);
  }
  return { state: 'ready', place: await placeAt(real, origin) };
}

/** Only a refusal is one: a disk that fails, or a directory that has gone, is not there for root either. */
async function failed(
  path: string,
  real: string,
  origin: RootOrigin,
  error: unknown,
): Promise<OpenedDataRoot> {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM')
    return { state: 'denied', place: await placeAt(resolve(real), origin) };
  const message = `there is no data root at ${path}${code === 'ENOENT' ? '' : ` (${code})`}`;
  const problem = refusal('data-root-absent', message, path, 'name it with --data-root DIR');
  return { state: 'absent', problem };
}

/** A data root has `containers/` and `volumes/` and at least one store beside them. */
export function isDataRoot(names: readonly string[]): boolean {
  const has = (name: string): boolean => names.includes(name);
  return has('containers') && has('volumes') && (has('image') || has('containerd') || has('buildkit'));
}

async function placeAt(path: string, origin: RootOrigin): Promise<RootPlace> {
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
  const filesystem = await readFilesystem(path, mounts).catch(() => null);
  return {
    kind: 'data-root',
    origin,
    path,
    files: new DiskFileSource(path),
    walker: new ThreadWalker(),
    filesystem,
    heldByEngine: await isHeldByEngine(path),
    mountPoints: mountPointsBelow(mounts, path),
    driverSizes: driverSizesAt(path, filesystem),
  };
}
