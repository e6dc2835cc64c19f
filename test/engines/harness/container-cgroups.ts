import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerdPlaces, type EngineLayout } from './layout.js';
import { signal } from './processes.js';

const CGROUP_ROOT = '/sys/fs/cgroup';
const ID = /^[0-9a-f]{64}$|^[a-z0-9]{25}$/;

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Names in the directories of this directory: one of the latter for each of containerd's namespaces. */
function namesBelow(directory: string): readonly string[] {
  return names(directory).flatMap((name) => names(join(directory, name)));
}

function recordedIds(dataRoot: string): readonly string[] {
  return [
    ...names(join(dataRoot, 'containers')),
    ...names(join(dataRoot, 'buildkit', 'executor')),
    ...names(join(dataRoot, 'image')).flatMap((driver) =>
      names(join(dataRoot, 'image', driver, 'layerdb', 'mounts')),
    ),
  ];
}

/** The data root, and those below it that the engine makes for remapped users: `UID.GID` (moby daemon/daemon_unix.go). */
export function dataRootsOf(dataRoot: string): readonly string[] {
  const remapped = names(dataRoot).filter((name) => /^\d+\.\d+$/.test(name));
  return [dataRoot, ...remapped.map((name) => join(dataRoot, name))];
}

/** Ids of everything an engine may have put into a cgroup of its own: containers and BuildKit's steps. */
export function containerIds(layout: EngineLayout): readonly string[] {
  const found = [
    ...dataRootsOf(layout.dataRoot).flatMap((root) => recordedIds(root)),
    ...containerdPlaces(layout).flatMap(({ state }) =>
      namesBelow(join(state, 'io.containerd.runtime.v2.task')),
    ),
  ];
  return [...new Set(found)].filter((name) => ID.test(name));
}

/** Cgroup hierarchies: one per controller on v1, the root itself on v2. */
function hierarchies(): readonly string[] {
  return [CGROUP_ROOT, ...names(CGROUP_ROOT).map((name) => join(CGROUP_ROOT, name))];
}

/** Existing cgroup directories of these ids, with the cgroupfs and the systemd driver, v1 and v2. */
export function cgroupsOf(ids: readonly string[]): readonly string[] {
  const candidates = hierarchies().flatMap((root) =>
    ids.flatMap((id) => [
      join(root, 'docker', id),
      join(root, 'docker', 'buildkit', id),
      join(root, 'system.slice', `docker-${id}.scope`),
    ]),
  );
  return candidates.filter((path) => existsSync(path));
}

function withChildren(cgroup: string): readonly string[] {
  const children = names(cgroup)
    .map((name) => join(cgroup, name))
    .filter((path) => existsSync(join(path, 'cgroup.procs')));
  return [...children.flatMap((child) => withChildren(child)), cgroup];
}

function tryWrite(path: string, text: string): void {
  try {
    if (existsSync(path)) writeFileSync(path, text);
  } catch {
    // The cgroup has just gone.
  }
}

/** Thaws what is frozen and kills every process in these cgroups: a frozen process cannot die (v1 freezer). */
export function killInside(cgroups: readonly string[]): void {
  for (const path of cgroups.flatMap((cgroup) => withChildren(cgroup))) {
    tryWrite(join(path, 'freezer.state'), 'THAWED');
    tryWrite(join(path, 'cgroup.freeze'), '0');
    for (const pid of pidsIn(path)) signal(pid, 'SIGKILL');
  }
}

function pidsIn(cgroup: string): readonly number[] {
  try {
    const text = readFileSync(join(cgroup, 'cgroup.procs'), 'utf8');
    return text.split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Processes in this cgroup and in those below it. */
export function pidsInside(cgroup: string): readonly number[] {
  return withChildren(cgroup).flatMap((path) => pidsIn(path));
}

/** Whether any process is left in these cgroups. */
export function anyInside(cgroups: readonly string[]): boolean {
  return cgroups.some((cgroup) => pidsInside(cgroup).length > 0);
}

/** Removes these cgroups, deepest first. One that is still busy stays. */
export function removeCgroups(cgroups: readonly string[]): void {
  for (const path of cgroups.flatMap((cgroup) => withChildren(cgroup))) tryRemove(path);
}

function tryRemove(cgroup: string): void {
  try {
    rmdirSync(cgroup);
  } catch {
    // Busy, or gone already.
  }
}

/** Parents of containers' and build steps' cgroups that exist now. An engine makes them, and shares them with others. */
export function parentCgroups(): readonly string[] {
  return hierarchies()
    .flatMap((root) => [join(root, 'docker', 'buildkit'), join(root, 'docker')])
    .filter((path) => existsSync(join(path, 'cgroup.procs')));
}

/** Removes those parents that are empty. Never what is in them: it may be another engine's. */
export function removeEmptyParents(parents: readonly string[]): void {
  for (const path of parents) tryRemove(path);
}
