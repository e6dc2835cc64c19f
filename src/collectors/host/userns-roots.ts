import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RootCandidate } from '../data-root/root-candidate.js';

/** `<uid>.<gid>` of the remapped root user. Source: moby, daemon/daemon_unix.go, `setupDaemonRoot`. */
const REMAPPED = /^\d{1,10}\.\d{1,10}$/;

/** The directory that the engine was given as its data root: one level up where users are remapped. */
export function unmappedPath(dataRoot: string): string {
  return REMAPPED.test(basename(dataRoot)) ? dirname(dataRoot) : dataRoot;
}

/** Directories below a data root that may be data roots of remapped users, in byte order. */
export async function usernsRoots(dataRoot: string): Promise<RootCandidate[]> {
  // Who may not list it is told so by the root itself.
  const names = await readdir(dataRoot).catch(() => []);
  return names
    .filter((name) => REMAPPED.test(name))
    .sort()
    .map((name) => ({
      path: join(dataRoot, name),
      kind: 'data-root',
      origin: 'userns-remap',
      user: null,
    }));
}
