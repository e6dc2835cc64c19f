import type { EngineInventory } from '../../model/engine.js';
import type { RootOrigin } from '../../model/inventory.js';
import type { Problem } from '../../model/problem.js';
import type { RootPlace } from '../data-root/collect-data-root.js';
import { type LocatedRoot, type OpenedRoot, openRoot } from '../data-root/open-root.js';
import { FileSourceError } from '../disk/file-source.js';
import { type HostPlaces } from './host-places.js';
import type { HostSources } from './host-sources.js';
import { usernsRoots } from './userns-roots.js';

/**
 * The data root that the report is about first: the named one, else where the engine says, else the usual place; and
 * where that only holds data roots of remapped users, the first of those.
 * @param engine `null` before it has answered, and without one.
 * @returns `null` for an engine on another machine.
 */
export async function primaryRoot(
  sources: HostSources,
  places: HostPlaces,
  engine: EngineInventory | null,
): Promise<OpenedRoot | null> {
  const opened = await openPrimary(sources, places, engine);
  if (opened === null || 'place' in opened || opened.problem.path === null) return opened;
  for (const candidate of await usernsRoots(opened.problem.path)) {
    const inside = await openRoot(candidate);
    if ('place' in inside) return inside;
  }
  return opened;
}

async function openPrimary(
  sources: HostSources,
  places: HostPlaces,
  engine: EngineInventory | null,
): Promise<OpenedRoot | null> {
  if (sources.dataRoot !== null) return openDataRoot(sources.dataRoot, 'named');
  if (sources.engine !== null && !sources.engineIsLocal) return null;
  const told = engine?.facts.dataRoot ?? null;
  return told === null ? openDataRoot(places.dataRoot, 'default') : openDataRoot(told, 'engine');
}

function openDataRoot(path: string, origin: RootOrigin): Promise<OpenedRoot> {
  return openRoot({ path, kind: 'data-root', origin, user: null });
}

/** Why a root cannot be read; `null` when it can. */
export function problemOf(opened: LocatedRoot): Problem | null {
  if (opened.state === 'ready') return null;
  return {
    source: opened.place.kind === 'data-root' ? 'data-root' : 'containerd',
    code: 'permission-denied',
    message: `${opened.place.path} may not be read by this user`,
    path: opened.place.path,
    missing: 'allocated sizes, logs, metadata, leftovers and the reconciliation with the disk',
    hint: 'run bilge as root (sudo)',
  };
}

/** An engine whose objects are not in the data root at hand is another one: a socket forwarded from elsewhere. */
export async function findMismatch(place: RootPlace, engine: EngineInventory): Promise<Problem | null> {
  const known = (engine.containers ?? []).map((container) => container.id);
  const onDisk = new Set(await listOrNothing(place, 'containers'));
  if (known.length === 0 || known.some((id) => onDisk.has(id))) return null;
  return {
    source: 'data-root',
    code: 'data-root-of-another-engine',
    message: `${place.path} holds none of the ${known.length} containers of this engine`,
    path: place.path,
    missing: 'allocated sizes, logs, metadata, leftovers and the reconciliation with the disk',
    hint: 'run bilge on the engine’s own machine, or name its data root with --data-root DIR',
  };
}

async function listOrNothing(place: RootPlace, path: string): Promise<string[]> {
  try {
    return await place.files.list(path);
  } catch (error) {
    if (error instanceof FileSourceError) return [];
    throw error;
  }
}
