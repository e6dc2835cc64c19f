import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';
import type { ProcessTable } from '../../model/process.js';
import type { LocatedRoot, OpenedRoot } from '../data-root/open-root.js';
import type { HostSources } from './host-sources.js';
import { findMismatch } from './locate-data-root.js';

/**
 * Whether the data root at hand is the engine's. An engine whose data root is not here runs on another machine, or in
 * one of its own, and so are its disks.
 * @param problems receives the reason why it is not.
 */
export async function isHere(
  primary: OpenedRoot | null,
  engine: EngineInventory,
  problems: Problem[],
): Promise<boolean> {
  if (primary === null || !('place' in primary)) {
    if (primary !== null) problems.push(primary.problem);
    return false;
  }
  const mismatch = primary.state === 'ready' ? await findMismatch(primary.place, engine) : null;
  if (mismatch !== null) problems.push(mismatch);
  return mismatch === null;
}

/**
 * Whether the processes of this machine are those of the engine's containers although its data root is not here: it is
 * another kind of engine (Podman), or keeps its data where this process cannot see it.
 */
export function runsHere(engine: EngineInventory, table: ProcessTable | null): boolean {
  const ids = new Set((engine.containers ?? []).map(({ id }) => id));
  return (table?.processes ?? []).some(
    ({ container }) => container !== null && ids.has(container.containerId),
  );
}

/** That there is nothing at the usual place matters only where there is nothing elsewhere. */
export function primaryProblems(
  sources: HostSources,
  primary: OpenedRoot | null,
  roots: readonly LocatedRoot[],
): Problem[] {
  if (primary === null || !('problem' in primary)) return [];
  return sources.dataRoot !== null || roots.length === 0 ? [primary.problem] : [];
}

/** The roots of this machine belong to others when the engine that was asked has its own elsewhere. */
export function leftOut(
  sources: HostSources,
  primary: OpenedRoot | null,
  roots: readonly LocatedRoot[],
): Problem[] {
  const others = roots.filter(
    ({ place }) => primary === null || !('place' in primary) || place.path !== primary.place.path,
  );
  const [first] = others;
  if (first === undefined || sources.dataRoot !== null) return [];
  const paths = others.map(({ place }) => place.path).join(', ');
  return [
    {
      source: 'data-root',
      code: 'local-roots-left-out',
      message: `the engine that was asked keeps its data elsewhere: ${paths} on this machine ${others.length === 1 ? 'is' : 'are'} left out`,
      path: first.place.path,
      missing: null,
      hint: 'bilge --offline reports what is on this machine',
    },
  ];
}

/** Those of a second answer that the first did not tell. */
export function newProblems(known: readonly Problem[], problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code, path }) => !known.some((one) => one.code === code && one.path === path));
}

/** An engine that is simply not running costs no figure where there is another source. */
export function withoutAbsence(problem: Problem): Problem {
  const absent = problem.code === 'engine-absent' || problem.code === 'engine-refused';
  return absent ? { ...problem, missing: null } : problem;
}
