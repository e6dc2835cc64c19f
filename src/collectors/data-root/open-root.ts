import { access, constants, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mountPointsBelow, parseMountInfo } from '../../formats/mountinfo.js';
import type { Problem } from '../../model/problem.js';
import { errorCode } from '../error-code.js';
import { DiskFileSource } from '../disk/disk-file-source.js';
import { readFilesystem } from '../disk/filesystem.js';
import { ThreadWalker } from '../disk/thread-walker.js';
import type { RootPlace } from './collect-data-root.js';
import { driverSizesAt } from './driver-sizes-at.js';
import { engineHold } from './engine-lock.js';
import type { RootCandidate } from './root-candidate.js';
import { ROOT_LAYOUTS } from './root-layouts.js';

/** A root that is there: `ready`, or `denied`: this user may not list it, only its filesystem is known. */
export interface LocatedRoot {
  readonly state: 'ready' | 'denied';
  readonly place: RootPlace;
}

/**
 * A root on this machine's disk, or why there is none.
 * - `absent`: nothing is there;
 * - `broken`: the system fails to say what is there;
 * - `foreign`: a directory is there that is no such root.
 */
export type OpenedRoot =
  | LocatedRoot
  | { readonly state: 'absent' | 'broken' | 'foreign'; readonly problem: Problem };

/** Looks at a path that should be a root. A symlink at the path itself is followed, as the engine does. */
export async function openRoot(candidate: RootCandidate): Promise<OpenedRoot> {
  const { path, kind } = candidate;
  const layout = ROOT_LAYOUTS[kind];
  let real: string | null = null;
  try {
    real = await realpath(path);
    if (!(await stat(real)).isDirectory())
      return foreign(candidate, 'is not a directory', `name the engine’s ${layout.noun}`);
    await access(real, constants.R_OK | constants.X_OK);
    if (!(await layout.recognise(real, await readdir(real))))
      return foreign(candidate, layout.foreign, layout.foreignHint);
  } catch (error) {
    return failed(candidate, real ?? resolve(path), errorCode(error));
  }
  return { state: 'ready', place: await placeAt(candidate, real) };
}

function refusal(candidate: RootCandidate, code: string, message: string, hint: string): Problem {
  const { noun, source } = ROOT_LAYOUTS[candidate.kind];
  const missing = candidate.kind === 'data-root' ? 'everything on the disk' : `everything in this ${noun}`;
  return { source, code: `${candidate.kind}-${code}`, message, path: candidate.path, missing, hint };
}

function foreign(candidate: RootCandidate, what: string, hint: string): OpenedRoot {
  return { state: 'foreign', problem: refusal(candidate, 'foreign', `${candidate.path} ${what}`, hint) };
}

/** Only a refusal is one: a disk that fails, or a directory that has gone, is not there for root either. */
async function failed(candidate: RootCandidate, real: string, code: string): Promise<OpenedRoot> {
  if (code === 'EACCES' || code === 'EPERM')
    return { state: 'denied', place: await placeAt(candidate, real) };
  const { noun, option } = ROOT_LAYOUTS[candidate.kind];
  const gone = code === 'ENOENT' || code === 'ENOTDIR';
  const message = `there is no ${noun} at ${candidate.path}${code === 'ENOENT' ? '' : ` (${code})`}`;
  const problem = refusal(candidate, 'absent', message, `name it with ${option} DIR`);
  return { state: gone ? 'absent' : 'broken', problem };
}

async function placeAt(candidate: RootCandidate, path: string): Promise<RootPlace> {
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
  const filesystem = await readFilesystem(path, mounts).catch(() => null);
  const hold = await engineHold(path, '/proc', ROOT_LAYOUTS[candidate.kind].lockedDatabases);
  return {
    kind: candidate.kind,
    origin: candidate.origin,
    user: candidate.user,
    path,
    files: new DiskFileSource(path),
    walker: new ThreadWalker(),
    filesystem,
    heldByEngine: hold.held,
    heldSince: hold.since,
    mountPoints: mountPointsBelow(mounts, path),
    nested: [],
    driverSizes: driverSizesAt(path, filesystem),
  };
}
