import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { bridgesOf, removeBridges } from './bridges.js';
import {
  anyInside,
  cgroupsOf,
  containerIds,
  dataRootsOf,
  killInside,
  parentCgroups,
  removeCgroups,
  removeEmptyParents,
} from './container-cgroups.js';
import { detachDisk } from './data-disk.js';
import { STAGE } from './engine-tree.js';
import { containerdPlaces, type EngineLayout, ownershipMarks } from './layout.js';
import { unmountBelow } from './mounts.js';
import { engineProcesses, processesInNamespace, processesRootedIn, signal } from './processes.js';
import { mustRun } from './run.js';
import { until } from './until.js';

/** Notes what of the host's exists before the engine does, so that the cleanup removes only what the engine made. */
export function rememberHost(layout: EngineLayout): void {
  writeFileSync(layout.stateFile, JSON.stringify(parentCgroups()));
}

function parentCgroupsBefore(layout: EngineLayout): readonly string[] {
  // Without the note nothing can be shown to be the engine's, so every parent counts as the host's.
  if (!existsSync(layout.stateFile)) return parentCgroups();
  const noted: unknown = JSON.parse(readFileSync(layout.stateFile, 'utf8'));
  return Array.isArray(noted) ? noted.filter((path) => typeof path === 'string') : parentCgroups();
}

/** One round of killing. True when nothing of the engine runs any more. */
function endProcesses(layout: EngineLayout, cgroups: readonly string[]): boolean {
  const engine = engineProcesses(ownershipMarks(layout));
  const inside = [...processesRootedIn(layout.dataRoot), ...processesInNamespace(layout.directory, STAGE)];
  // The daemon first: as long as it lives it restarts its containerd.
  for (const { pid } of engine.toSorted((left, right) => rank(left.program) - rank(right.program))) {
    signal(pid, 'SIGKILL');
  }
  killInside(cgroups);
  for (const pid of inside) signal(pid, 'SIGKILL');
  return engine.length === 0 && inside.length === 0 && !anyInside(cgroups);
}

function rank(program: string): number {
  return program === 'dockerd' ? 0 : program === 'containerd' ? 1 : 2;
}

/**
 * Sockets that a shim may have, outside of every root: containerd names it by the digest of its own address, namespace and the
 * container (containerd runtime/v2/shim/util_unix.go, SocketAddress). A killed shim leaves it behind.
 */
function shimSockets(layout: EngineLayout, id: string): readonly string[] {
  return containerdPlaces(layout).map(({ socket }) => {
    const digest = createHash('sha256').update(`${socket}/moby/${id}`).digest('hex');
    return `/run/containerd/s/${digest}`;
  });
}

/**
 * Removes every trace of a private engine, whatever state it is in: processes (frozen ones are thawed first), mounts
 * and loop devices, bridges, cgroups, sockets, and its directory. Safe to repeat. It needs no engine object, only the layout, so that
 * another process can do it after a crash of the tests.
 * @throws when something resists; the directory then stays, for a person to look at.
 */
export async function cleanUp(layout: EngineLayout): Promise<void> {
  if (!existsSync(layout.directory)) return;
  const before = parentCgroupsBefore(layout);
  const ids = containerIds(layout);
  const bridges = dataRootsOf(layout.dataRoot).flatMap((root) => bridgesOf(root));
  await until(`processes of ${layout.directory} to end`, () => endProcesses(layout, cgroupsOf(ids)), 30_000);
  await unmountBelow(layout.directory);
  await detachDisk(layout);
  await removeBridges(bridges);
  await until(
    `cgroups of ${layout.directory} to go`,
    () => {
      removeCgroups(cgroupsOf(ids));
      return cgroupsOf(ids).length === 0;
    },
    10_000,
  );
  removeEmptyParents(parentCgroups().filter((path) => !before.includes(path)));
  for (const socket of ids.flatMap((id) => shimSockets(layout, id))) rmSync(socket, { force: true });
  // Never beyond the file system the directory is on, should anything have been mounted since.
  await mustRun('rm', ['-rf', '--one-file-system', '--', layout.directory]);
}
