import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { STAGE } from './engine-tree.js';
import type { EngineLayout } from './layout.js';
import { isAlive } from './processes.js';
import { until } from './until.js';

/** `PATH` of programs in the tree. */
export const TREE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Arguments: tree, engine's directory, stage, file for the process id. Makes the tree the root of this mount namespace:
 * with pivot_root(2), as runc's own fails below a mere chroot(2). What is written to the tree goes to memory. Only the
 * engine's directory keeps its ties to the host, which therefore sees what the engine mounts there, as with any engine;
 * everything else, the old root before it is let go above all, is cut off first.
 */
const ENTER = `
set -e
mount --make-private "$(findmnt --noheadings --first-only --output TARGET --target "$3")"
mount -t tmpfs tmpfs "$3"
mkdir "$3/upper" "$3/work" "$3/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$3/upper,workdir=$3/work" "$3/root"
cd "$3/root"
for name in proc sys dev; do
  mount --rbind "/$name" "$name"
  mount --make-rprivate "$name"
done
for name in run tmp; do mount -t tmpfs tmpfs "$name"; done
mkdir -p ".$2" oldroot
mount --rbind "$2" ".$2"
pivot_root . oldroot
cd /
mount --make-rprivate /oldroot
umount --lazy /oldroot
echo $$ >"$4.new"
mv "$4.new" "$4"
exec sleep infinity
`;

/** Process that keeps the engine's mount namespace; undefined when there is none. */
function keeper(layout: EngineLayout): number | undefined {
  if (!existsSync(layout.namespacePidFile)) return undefined;
  const pid = Number(readFileSync(layout.namespacePidFile, 'utf8'));
  return isAlive(pid) ? pid : undefined;
}

/** Makes the engine's mount namespace, unless it has one. It stays until the engine is cleaned up. */
export async function enterTree(layout: EngineLayout, tree: string): Promise<void> {
  if (keeper(layout) !== undefined) return;
  rmSync(layout.namespacePidFile, { force: true });
  mkdirSync(STAGE, { recursive: true });
  const log = openSync(layout.log, 'a');
  const args = [tree, layout.directory, STAGE, layout.namespacePidFile];
  const child = spawn(
    'unshare',
    ['--mount', '--propagation=unchanged', 'sh', '-c', ENTER, 'enter-tree', ...args],
    {
      stdio: ['ignore', log, log],
      detached: true,
      env: { PATH: TREE_PATH },
    },
  );
  closeSync(log);
  child.unref();
  await until(
    'the mount namespace of the engine',
    () => {
      if (child.exitCode !== null) throw new Error(`see ${readFileSync(layout.log, 'utf8').trim()}`);
      return existsSync(layout.namespacePidFile);
    },
    30_000,
  );
}

/** Program and arguments that run a command where the engine runs: in its mount namespace, if it has one. */
export function insideCommand(
  layout: EngineLayout,
  program: string,
  args: readonly string[],
): readonly [string, readonly string[]] {
  const pid = keeper(layout);
  return pid === undefined
    ? [program, args]
    : ['nsenter', [`--mount=/proc/${pid}/ns/mnt`, '--', program, ...args]];
}
