import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';
import type { RootPlace } from '../data-root/collect-data-root.js';
import { type OpenedDataRoot, openDataRoot } from '../data-root/open-data-root.js';
import { FileSourceError } from '../disk/file-source.js';
import type { EngineClient } from '../engine/client.js';

/** Where an engine keeps its data unless it was told otherwise. */
export const DEFAULT_DATA_ROOT = '/var/lib/docker';

/** Which host to look at. */
export interface HostSources {
  /** `null`: no engine is asked (`--offline`). */
  readonly engine: EngineClient | null;
  /** The engine is on this machine, so its data root may be readable here. */
  readonly engineIsLocal: boolean;
  /** Given with `--data-root`; `null`: where the engine says, else the default place. */
  readonly dataRoot: string | null;
}

/** The data root before the engine has said where it is: the one that was named, else the usual place. */
export async function likelyDataRoot(sources: HostSources): Promise<OpenedDataRoot | null> {
  if (sources.dataRoot !== null) return openDataRoot(sources.dataRoot, 'named');
  if (sources.engine !== null && !sources.engineIsLocal) return null;
  return openDataRoot(DEFAULT_DATA_ROOT, 'default');
}

/** The data root where the engine says it is; `likely` itself where that is the same place. */
export async function findDataRoot(
  sources: HostSources,
  engine: EngineInventory | null,
  likely: OpenedDataRoot | null,
): Promise<OpenedDataRoot | null> {
  const told = engine?.facts.dataRoot ?? null;
  if (sources.dataRoot !== null || likely === null || told === null) return likely;
  const opened = await openDataRoot(told, 'engine');
  const same =
    opened.state === 'ready' && likely.state === 'ready' && opened.place.path === likely.place.path;
  return same ? likely : opened;
}

/** Why a data root cannot be read; `null` when it can. */
export function problemOf(opened: OpenedDataRoot): Problem | null {
  if (opened.state === 'absent' || opened.state === 'foreign') return opened.problem;
  if (opened.state !== 'denied') return null;
  return {
    source: 'data-root',
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
