import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PasswdEntry } from '../../formats/passwd.js';
import type { RootCandidate } from '../data-root/root-candidate.js';
import { mountNamespace } from '../proc/daemon-search.js';
import type { RunningContainerd, RunningDaemon } from '../proc/running-daemons.js';
import { rootIdentity } from './root-identity.js';
import { userName } from './rootless-roots.js';

/** Roots of the engines that run on this machine, and of the containerds they were told to use. */
export async function daemonRoots(
  daemons: readonly RunningDaemon[],
  users: readonly PasswdEntry[],
  procRoot: string,
): Promise<RootCandidate[]> {
  const candidates: RootCandidate[] = [];
  for (const daemon of daemons) {
    const { pid, dataRoot, rootless, containerd } = daemon;
    if (await isOurs(procRoot, pid, dataRoot)) {
      const owner = rootless ? await stat(dataRoot).catch(() => null) : null;
      candidates.push({
        path: dataRoot,
        kind: 'data-root',
        origin: rootless ? 'rootless' : 'process',
        user: owner === null ? null : userName(users, owner.uid),
      });
    }
    const root = containerd === null ? null : await containerdRoot(containerd, procRoot);
    if (root !== null)
      candidates.push({ path: root, kind: 'containerd-root', origin: 'process', user: null });
  }
  return candidates;
}

/** Root of a containerd; `null` when it is not on this machine's disk. */
export async function containerdRoot(
  containerd: RunningContainerd,
  procRoot: string,
): Promise<string | null> {
  return (await isOurs(procRoot, containerd.pid, containerd.root)) ? containerd.root : null;
}

/**
 * Whether a path of a process is the same directory for bilge. An engine in a container sees another tree: its
 * `/var/lib/docker` is a directory of a volume, which is accounted for as that.
 */
async function isOurs(procRoot: string, pid: number, path: string): Promise<boolean> {
  const directory = join(procRoot, String(pid));
  const own = await mountNamespace(join(procRoot, 'self'));
  const theirs = await mountNamespace(directory);
  // Without rights there is nothing to compare, and what is at the path decides.
  if (theirs === null || own === theirs) return true;
  const seen = await rootIdentity(join(directory, 'root', path));
  return seen !== null && seen === (await rootIdentity(path));
}
