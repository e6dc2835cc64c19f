import type { EngineInventory } from '../model/engine.js';
import type { RootInventory, Inventory } from '../model/inventory.js';
import type { Problem } from '../model/problem.js';
import type { RootResult } from './data-root/collect-data-root.js';
import { startScan } from './data-root/scan.js';
import { unreadRoot } from './data-root/unread-root.js';
import { readHostFacts } from './host/host-facts.js';
import {
  findDataRoot,
  findMismatch,
  type HostSources,
  likelyDataRoot,
  problemOf,
} from './host/locate-data-root.js';
import { NothingToReadError } from './nothing-to-read.js';

export interface CollectOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with what is known so far, a few times a second while the disk is walked. */
  readonly onProgress?: ((soFar: Inventory) => void) | undefined;
}

/** How long a scan that began before the engine answered keeps its figures to itself: engines answer sooner. */
const QUIET_MS = 700;

/**
 * Collects everything about one host: the engine's answers and its data root on the disk. The disk is read while the
 * engine is asked, so that an engine that hangs delays nothing but its own answers. Where the disk cannot be read,
 * the engine is asked for its own sizes.
 * @throws NothingToReadError when there is neither.
 */
export async function collectHost(sources: HostSources, options: CollectOptions = {}): Promise<Inventory> {
  const host = await readHostFacts();
  const takenAt = new Date().toISOString();
  const startedAt = performance.now();
  let engine: EngineInventory | null = null;
  let engineProblems: Problem[] = sources.engine === null ? [] : [ENGINE_PENDING];
  const inventory = (roots: readonly RootInventory[], problems: readonly Problem[]): Inventory => ({
    takenAt,
    sample: false,
    host,
    engine,
    roots,
    problems: [...engineProblems, ...problems],
  });
  const report = (soFar: RootResult): void => {
    const early = engineProblems.includes(ENGINE_PENDING) && performance.now() - startedAt < QUIET_MS;
    if (!early) options.onProgress?.(inventory([soFar.inventory], soFar.problems));
  };

  const likely = await likelyDataRoot(sources);
  const headStart = likely?.state === 'ready' ? startScan(likely.place, options.signal, report) : null;
  const asked = await sources.engine?.collect({ sizes: false, signal: options.signal });
  engine = asked?.inventory ?? null;
  engineProblems = [...(asked?.problems ?? [])];

  const opened = await findDataRoot(sources, engine, likely);
  const mismatch =
    opened?.state === 'ready' && engine !== null ? await findMismatch(opened.place, engine) : null;
  if (opened !== likely || mismatch !== null) headStart?.cancel();
  if (opened?.state === 'ready' && mismatch === null) {
    const begun = opened === likely ? headStart : null;
    const collected = await (begun ?? startScan(opened.place, options.signal, report)).result;
    // With the disk measured, an engine that is simply not running costs no figure.
    return withoutAbsence(inventory([collected.inventory], collected.problems));
  }
  if (mismatch !== null) engineProblems.push(mismatch);
  const problems = opened === null ? [] : [problemOf(opened)].filter((problem) => problem !== null);
  if (engine === null && opened?.state !== 'denied') {
    throw new NothingToReadError([...engineProblems, ...problems]);
  }
  if (engine !== null) {
    options.onProgress?.(inventory([], problems));
    const sized = await sources.engine?.collect({ sizes: true, signal: options.signal });
    engine = sized?.inventory ?? engine;
    engineProblems.push(...(sized?.problems ?? []).filter((problem) => !isKnown(engineProblems, problem)));
  }
  return inventory(opened?.state === 'denied' ? [unreadRoot(opened.place)] : [], problems);
}

const ENGINE_PENDING: Problem = {
  source: 'engine',
  code: 'engine-pending',
  message: 'the engine has not answered yet',
  path: null,
  missing: null,
  hint: null,
};

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
