import { join } from 'node:path';
import { mountHolding, type MountInfo } from '../../formats/mountinfo.js';
import { parsePasswd, type PasswdEntry } from '../../formats/passwd.js';
import type { RootCandidate } from '../data-root/root-candidate.js';
import { readSmallFileOrNull } from '../proc/daemon-files.js';
import type { HostPlaces } from './host-places.js';

const MAX_PASSWD = 16 * 1024 * 1024;

/** A server that does not answer would hang whoever looks into such a home; no rootless engine can live there. */
const REMOTE = /^(nfs\d*|cifs|smb\d*|smbfs|autofs|afs|ceph|fuse|fuse\..+)$/;

/** The users of this machine, from the file alone: a directory service may not answer. */
export async function readUsers(passwd: string): Promise<PasswdEntry[]> {
  return parsePasswd((await readSmallFileOrNull(passwd, MAX_PASSWD)) ?? '');
}

/** Name of a user; the number where the table has none. */
export function userName(users: readonly PasswdEntry[], uid: number): string {
  return users.find((user) => user.uid === uid)?.name ?? String(uid);
}

/**
 * Where rootless engines keep their data unless told otherwise: `~/.local/share/docker`, of every user where root is
 * looking, else one's own. Source: moby, cmd/dockerd/config_unix.go.
 */
export function rootlessRoots(
  users: readonly PasswdEntry[],
  places: HostPlaces,
  mounts: readonly MountInfo[],
): RootCandidate[] {
  const { uid, home, dataHome } = places;
  const own = home ?? users.find((user) => user.uid === uid)?.home ?? null;
  const data = dataHome ?? (own === null ? null : join(own, '.local/share'));
  const found = new Map<string, string>();
  if (data?.startsWith('/') === true) found.set(join(data, 'docker'), userName(users, uid));
  if (uid === 0) {
    for (const user of users) {
      const path = join(user.home, '.local/share/docker');
      if (!found.has(path)) found.set(path, user.name);
    }
  }
  return [...found]
    .filter(([path]) => !REMOTE.test(mountHolding(mounts, path)?.filesystemType ?? ''))
    .map(([path, user]) => ({ path, kind: 'data-root', origin: 'rootless', user }));
}
