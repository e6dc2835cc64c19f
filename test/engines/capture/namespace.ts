import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun } from '../harness/run.js';

/** Where the engine of a real host keeps its data. */
export const DATA_ROOT = '/var/lib/docker';

const OUTSIDE = 'BILGE_CAPTURE_OUTSIDE';

const mountNamespace = (): string => readlinkSync('/proc/self/ns/mnt');

/** Whether this process already runs in the namespaces that {@link runInNamespaces} makes. */
export function isInside(): boolean {
  const outside = process.env[OUTSIDE];
  return outside !== undefined && outside !== mountNamespace();
}

/**
 * Runs this script again with mounts, network, host name and processes of its own: what it mounts over the host's
 * directories is seen by nobody else, and everything it starts ends with it. @returns the exit code
 */
export async function runInNamespaces(script: string, args: readonly string[]): Promise<number> {
  const made = existsSync(DATA_ROOT) ? undefined : DATA_ROOT;
  if (made !== undefined) mkdirSync(made);
  try {
    const namespaces = [
      '--mount',
      '--propagation=private',
      '--net',
      '--uts',
      '--pid',
      '--fork',
      '--kill-child',
    ];
    const child = spawn('unshare', [...namespaces, '--mount-proc', process.execPath, script, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, [OUTSIDE]: mountNamespace() },
    });
    await once(child, 'exit');
    return child.exitCode ?? 1;
  } finally {
    // Only a mount point: rmdir leaves it alone should anything be in it.
    if (made !== undefined) rmdirSync(made);
  }
}

/** Name servers of the host would be copied into every container's files. 192.0.2.0/24 is for documentation. */
async function hideNameServers(work: string): Promise<void> {
  const path = '/etc/resolv.conf';
  const content = 'nameserver 192.0.2.53\n';
  if (lstatSync(path).isSymbolicLink()) {
    // Into the fresh, empty /run, where such links lead.
    const target = join('/etc', readlinkSync(path));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    return;
  }
  const file = join(work, 'resolv.conf');
  writeFileSync(file, content);
  await mustRun('mount', ['--bind', file, path]);
}

/**
 * Makes these namespaces look like a host: its name, an ext4 file system of its own at the data root, empty `/run`
 * and `/srv`.
 * @param work directory for the file system's image
 * @throws when the process is not inside its own namespaces: a real data root is never touched
 */
export async function furnish(work: string, hostname: string, filesystemBytes: number): Promise<void> {
  if (!isInside())
    throw new Error(`refusing to mount over ${DATA_ROOT} outside of a mount namespace of its own`);
  await mustRun('hostname', [hostname]);
  await mustRun('ip', ['link', 'set', 'lo', 'up']);
  const image = join(work, 'disk.img');
  await mustRun('truncate', [`--size=${filesystemBytes}`, image]);
  await mustRun('mkfs.ext4', ['-q', image]);
  await mustRun('mount', ['-o', 'loop', image, DATA_ROOT]);
  await mustRun('rmdir', [join(DATA_ROOT, 'lost+found')]);
  for (const path of ['/run', '/srv']) await mustRun('mount', ['-t', 'tmpfs', 'tmpfs', path]);
  await hideNameServers(work);
  if (readdirSync(DATA_ROOT).length > 0) throw new Error(`${DATA_ROOT} is not empty`);
}
