import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseMountInfo } from '../../formats/mountinfo.js';
import type {
  ControlGroup,
  ControlGroupReading,
  ControlGroupReadings,
  ControlGroups,
} from '../../model/cgroup.js';
import type { Problem } from '../../model/problem.js';
import type { ProcessTable } from '../../model/process.js';
import { readSmallFileOrNull } from '../proc/daemon-files.js';
import { placesOf, processesByContainer } from './container-places.js';
import { GroupFiles } from './group-files.js';
import type { GroupPlaces } from './group-places.js';
import { findHierarchies, type Hierarchies } from './hierarchies.js';
import { deniedProblem, notMountedProblem, outsideProblem } from './problems.js';
import { readGroup } from './read-group.js';

const MAX_MOUNTINFO = 64 * 1024 * 1024;
/** Containers between two pauses: five milliseconds or so, with some thirty files each on version 1. */
const AT_ONCE = 16;

/** What {@link readControlGroups} needs; every place has the usual default. */
export interface ControlGroupOptions {
  /** Processes of this machine, with what their control groups say of their containers. */
  readonly table: ProcessTable;
  readonly procRoot?: string | undefined;
  /** Where hierarchies are looked for first when they are mounted in several places. */
  readonly cgroupRoot?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads limits and use of every container that the table's processes name, each group above them once. A container
 * that has ended meanwhile is left out. For rates, read twice and join with {@link joinReadings}.
 *
 * @returns `readings` is `null` when no control groups can be seen here
 * @throws the signal's reason when it is aborted
 */
export async function readControlGroups({
  table,
  procRoot = '/proc',
  cgroupRoot = '/sys/fs/cgroup',
  signal,
}: ControlGroupOptions): Promise<{ readings: ControlGroupReadings | null; problems: Problem[] }> {
  const mountInfo = await readSmallFileOrNull(join(procRoot, 'self', 'mountinfo'), MAX_MOUNTINFO);
  const hierarchies = findHierarchies(parseMountInfo(mountInfo ?? ''), cgroupRoot);
  if (hierarchies === null) return { readings: null, problems: [notMountedProblem(cgroupRoot)] };
  return readAll(hierarchies, table, signal);
}

async function readAll(
  hierarchies: Hierarchies,
  table: ProcessTable,
  signal: AbortSignal | undefined,
): Promise<{ readings: ControlGroupReadings; problems: Problem[] }> {
  const files = new GroupFiles();
  const groups = new Map<
    string,
    { readonly reading: ControlGroupReading; readonly ancestors: readonly ControlGroupReading[] }
  >();
  const known = new Map<string, ControlGroupReading>();
  const ancestor = (path: string, places: GroupPlaces): ControlGroupReading => {
    const key = `${[...places].map(([controller, place]) => `${controller}=${place.directory}`).join()} ${path}`;
    const reading = known.get(key) ?? readGroup(files, places, path);
    known.set(key, reading);
    return reading;
  };
  let outside = 0;
  let count = 0;
  for (const [containerId, processes] of processesByContainer(table)) {
    signal?.throwIfAborted();
    if (++count % AT_ONCE === 0) await setImmediate();
    const places = placesOf(hierarchies, containerId, processes);
    if (places === 'outside') outside++;
    if (places === 'outside' || places === null) continue;
    const reading = readGroup(files, places.own, pathOf(places.own));
    if (!isThere(places.own)) continue;
    groups.set(containerId, {
      reading,
      ancestors: places.above.map(({ path, places: above }) => ancestor(path, above)),
    });
  }
  const problems = [...deniedProblem(files.denied), ...outsideProblem(outside)];
  return { readings: { layout: hierarchies.layout, groups }, problems };
}

/** The path to name a group by, where version 1 may have several. */
function pathOf(places: GroupPlaces): string {
  const place = places.get('memory') ?? places.get('cpu') ?? [...places.values()][0];
  return place?.path ?? '/';
}

/** Whether a group is there still, in every hierarchy: files of a group that goes are missing one after the other. */
function isThere(places: GroupPlaces): boolean {
  const directories = new Set([...places.values()].map(({ directory }) => directory));
  return [...directories].every((directory) => !isMissing(directory));
}

/** A directory that may not be reached is not missing. */
function isMissing(directory: string): boolean {
  try {
    return statSync(directory, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/**
 * Puts two readings together. A container that was not in the first one, or whose group is another one by now, has one
 * reading only, and so no rates.
 */
export function joinReadings(first: ControlGroupReadings, later: ControlGroupReadings | null): ControlGroups {
  const earlier = new Map(first.groups);
  const groups = new Map<string, ControlGroup>();
  for (const [id, { reading, ancestors }] of later?.groups ?? []) {
    const before = earlier.get(id);
    earlier.delete(id);
    const same = before !== undefined && before.reading.path === reading.path;
    groups.set(
      id,
      same
        ? { first: before.reading, later: reading, ancestors }
        : { first: reading, later: null, ancestors },
    );
  }
  for (const [id, { reading, ancestors }] of earlier)
    groups.set(id, { first: reading, later: null, ancestors });
  return { layout: first.layout, groups };
}
