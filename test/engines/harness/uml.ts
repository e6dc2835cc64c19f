import { chmod, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun, run } from './run.js';

/** A group as Docker makes one with the cgroupfs driver; the guest has no others. */
export const GUEST_CONTAINER = '0123456789abcdef'.repeat(4);

const BOOT_LIMIT_MS = 180_000;
const INSTALL_LIMIT_MS = 300_000;

async function findKernel(): Promise<string> {
  return (await run('sh', ['-c', 'command -v linux.uml'])).stdout.toString().trim();
}

/** Debian's kernel that runs as a program, with control groups of version 2; installed where it is missing. */
async function umlKernel(): Promise<string> {
  const found = await findKernel();
  if (found !== '') return found;
  const options = { limitMs: INSTALL_LIMIT_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const missing = 'User Mode Linux (linux.uml) is missing and could not be installed';
  try {
    await mustRun('apt-get', ['update'], options);
    await mustRun('apt-get', ['install', '--yes', '--no-install-recommends', 'user-mode-linux'], options);
  } catch (error) {
    throw new Error(missing, { cause: error });
  }
  const installed = await findKernel();
  if (installed === '') throw new Error(missing);
  return installed;
}

/**
 * The guest's first program. Its root is the host's, read-only; what it writes goes to `directory`, which it mounts once
 * more. A busy loop and a sleeping process are in the group of the container, the reader is not.
 */
function guestScript(directory: string): string {
  const group = `/sys/fs/cgroup/docker/${GUEST_CONTAINER}`;
  const reader = fileURLToPath(new URL('uml-guest.js', import.meta.url));
  return `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t hostfs -o ${directory} none ${directory}
for group in /sys/fs/cgroup /sys/fs/cgroup/docker; do
  mkdir -p $group
  echo '+cpu +io +memory +pids' >$group/cgroup.subtree_control
done
mkdir ${group}
echo '50000 100000' >${group}/cpu.max
echo 100m >${group}/memory.max
echo 50m >${group}/memory.swap.max
echo 50 >${group}/pids.max
echo 20 >${group}/cpu.weight
for what in 'while :; do :; done' 'exec sleep 1000'; do
  sh -c "echo \\$\\$ >${group}/cgroup.procs; $what" &
done
'${process.execPath}' '${reader}' ${GUEST_CONTAINER} '${directory}/answer.json'
echo o >/proc/sysrq-trigger
while :; do :; done
`;
}

/**
 * Boots a real kernel that has nothing but version 2, and reads its control groups with the collectors.
 * @returns what `uml-guest.ts` wrote
 * @throws when there is no such kernel, or it wrote nothing
 */
export async function readInUml(): Promise<unknown> {
  const kernel = await umlKernel();
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bilge-uml-')));
  try {
    const script = join(directory, 'init');
    await writeFile(script, guestScript(directory));
    await chmod(script, 0o755);
    const root = ['root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', `init=${script}`];
    const console = ['con=null', 'con0=null,fd:1', 'quiet'];
    const env = { ...process.env, HOME: directory, TMPDIR: directory };
    const options = { limitMs: BOOT_LIMIT_MS, cwd: dirname(script), env };
    const { stdout, stderr } = await run(
      kernel,
      [...root, ...console, 'mem=768M', `uml_dir=${directory}/`],
      options,
    );
    const answer = await readFile(join(directory, 'answer.json'), 'utf8').catch(() => null);
    if (answer === null) throw new Error(`the guest wrote nothing: ${stdout.toString()}${stderr}`);
    return JSON.parse(answer);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
