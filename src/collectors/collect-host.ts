import type { EngineInventory } from '../model/engine.js';
import type { DataRootInventory, Inventory } from '../model/inventory.js';
import type { Problem } from '../model/problem.js';
import { collectDataRoot, type DataRootPlace } from './data-root/collect-data-root.js';
import { type OpenedDataRoot, openDataRoot } from './data-root/open-data-root.js';
import { FileSourceError } from './disk/file-source.js';
import type { EngineClient } from './engine/client.js';
import { readHostFacts } from './host/host-facts.js';
import { NothingToReadError } from './nothing-to-read.js';

const DEFAULT_DATA_ROOT = '/var/lib/docker';

/** Which host to look at. */
export interface HostSources {
  /** `null`: no engine is asked (`--offline`). */
  readonly engine: EngineClient | null;
  /** The engine is on this machine, so its data root may be readable here. */
  readonly engineIsLocal: boolean;
  /** Given with `--data-root`; `null`: where the engine says, else the default place. */
  readonly dataRoot: string | null;
}

export interface CollectOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with what is known so far, a few times a second while the disk is walked. */
  readonly onProgress?: ((soFar: Inventory) => void) | undefined;
}

/**
 * Collects everything about one host: the engine's answers and its data root on the disk. Where the disk cannot be
 * read, the engine is asked for its own sizes.
 * @throws NothingToReadError when there is neither.
 */
export async function collectHost(sources: HostSources, options: CollectOptions = {}): Promise<Inventory> {
  const host = await readHostFacts();
  const takenAt = new Date().toISOString();
  const asked = await sources.engine?.collect({ sizes: false, signal: options.signal });
  let engine = asked?.inventory ?? null;
  const engineProblems = [...(asked?.problems ?? [])];
  const inventory = (dataRoots: readonly DataRootInventory[], problems: readonly Problem[]): Inventory => ({
    takenAt,
    sample: false,
    host,
    engine,
    dataRoots,
    problems: [...engineProblems, ...problems],
  });

  const opened = await findDataRoot(sources, engine);
  if (opened?.state === 'ready') {
    const mismatch = engine === null ? null : await findMismatch(opened.place, engine);
    if (mismatch === null) {
      const collected = await collectDataRoot(opened.place, {
        signal: options.signal,
        onProgress: (soFar) => options.onProgress?.(inventory([soFar.inventory], soFar.problems)),
      });
      // With the disk measured, an engine that is simply not running costs no figure.
      return withoutAbsence(inventory([collected.inventory], collected.problems));
    }
    engineProblems.push(mismatch);
  }
  const problems = opened === null ? [] : [problemOf(opened)].filter((problem) => problem !== null);
  if (engine === null && opened?.state !== 'denied')
    throw new NothingToReadError([...engineProblems, ...problems]);
  if (engine !== null) {
    options.onProgress?.(inventory([], problems));
    const sized = await sources.engine?.collect({ sizes: true, signal: options.signal });
    engine = sized?.inventory ?? engine;
    engineProblems.push(...(sized?.problems ?? []).filter((problem) => !isKnown(engineProblems, problem)));
  }
  return inventory(opened?.state === 'denied' ? [unreadRoot(opened.place)] : [], problems);
}

async function findDataRoot(
  sources: HostSources,
  engine: EngineInventory | null,
): Promise<OpenedDataRoot | null> {
  if (sources.dataRoot !== null) return openDataRoot(sources.dataRoot);
  if (sources.engine !== null && !sources.engineIsLocal) return null;
  return openDataRoot(engine?.facts.dataRoot ?? DEFAULT_DATA_ROOT);
}

function problemOf(opened: OpenedDataRoot): Problem | null {
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

/** A root of which only the filesystem is known. */
function unreadRoot(place: DataRootPlace): DataRootInventory {
  const nothing = {
    stores: [],
    containers: [],
    damagedContainers: [],
    volumes: [],
    buildCache: null,
    buildCacheHoldings: null,
    networks: null,
    unlisted: [''],
    originalPath: null,
  };
  return {
    path: place.path,
    denied: true,
    filesystem: place.filesystem,
    records: nothing,
    earlierRecords: nothing,
    walk: null,
    heldByEngine: place.heldByEngine,
    mountPoints: [],
  };
}

/** An engine whose objects are not in the data root at hand is another one: a socket forwarded from elsewhere. */
async function findMismatch(place: DataRootPlace, engine: EngineInventory): Promise<Problem | null> {
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

async function listOrNothing(place: DataRootPlace, path: string): Promise<string[]> {
  try {
    return await place.files.list(path);
  } catch (error) {
    if (error instanceof FileSourceError) return [];
    throw error;
  }
}

function isKnown(problems: readonly Problem[], problem: Problem): boolean {
  return problems.some((known) => known.code === problem.code && known.path === problem.path);
}

function withoutAbsence(inventory: Inventory): Inventory {
  const problems = inventory.problems.map((problem) =>
    problem.code === 'engine-absent' || problem.code === 'engine-refused'
      ? { ...problem, missing: null }
      : problem,
  );
  return { ...inventory, problems };
}
