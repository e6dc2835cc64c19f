import type { EngineInventory } from '../model/engine.js';
import type { CollectScope, Inventory } from '../model/inventory.js';
import type { Problem } from '../model/problem.js';
import type { LocatedRoot, OpenedRoot } from './data-root/open-root.js';
import { RootScans, type RootsResult } from './collect-roots.js';
import { readHostFacts } from './host/host-facts.js';
import type { HostSources } from './host/host-sources.js';
import { findMismatch } from './host/locate-data-root.js';
import { locateRoots } from './host/locate-roots.js';
import { NothingToReadError } from './nothing-to-read.js';
import { HoldingsLooks } from './proc/holdings-looks.js';

export interface CollectOptions {
  readonly scope?: CollectScope | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with what is known so far, a few times a second while the disk is walked. */
  readonly onProgress?: ((soFar: Inventory) => void) | undefined;
  /** Absolute paths of what may be a leftover, as far as is known: a second look is taken at these. */
  readonly candidates?: ((inventory: Inventory) => readonly string[]) | undefined;
}

/** How long a scan that began before the engine answered keeps its figures to itself: engines answer sooner. */
const QUIET_MS = 700;

/**
 * Collects everything about one host: the engine's answers and the roots on its disks, the engine's own first. That
 * one is read while the engine is asked, so that an engine that hangs delays nothing but its own answers. Where it
 * cannot be read, the engine is asked for its own sizes.
 * @throws NothingToReadError when there is neither.
 */
export async function collectHost(sources: HostSources, options: CollectOptions = {}): Promise<Inventory> {
  const host = await readHostFacts();
  const takenAt = new Date().toISOString();
  const startedAt = performance.now();
  let engine: EngineInventory | null = null;
  let engineProblems: Problem[] = sources.engine === null ? [] : [ENGINE_PENDING];
  const located: Problem[] = [];
  const inventory = ({ roots, problems }: RootsResult): Inventory => ({
    takenAt,
    sample: false,
    scope: 'everything',
    host,
    engine,
    roots,
    holdings: null,
    confirmation: null,
    processes: null,
    controlGroups: null,
    hostNetwork: null,
    problems: [...engineProblems, ...located, ...problems],
  });
  const scans = new RootScans(options.signal, (soFar) => {
    const early = engineProblems.includes(ENGINE_PENDING) && performance.now() - startedAt < QUIET_MS;
    if (!early) options.onProgress?.(inventory(soFar));
  });

  const likely = (await locateRoots(sources, null, false)).primary;
  if (likely?.state === 'ready') scans.begin(likely.place);
  const asked = await sources.engine?.collect({ sizes: false, signal: options.signal });
  engine = asked?.inventory ?? null;
  engineProblems = [...(asked?.problems ?? [])];

  const { primary, roots, problems } = await locateRoots(sources, engine, true);
  const isElsewhere = engine !== null && !(await isHere(primary, engine, located));
  if (!isElsewhere) located.push(...problems, ...primaryProblems(sources, primary, roots));
  else {
    located.push(...leftOut(sources, primary, roots));
    scans.cancel();
  }
  if (engine === null && roots.length === 0) throw new NothingToReadError([...engineProblems, ...located]);
  if (engine !== null && (isElsewhere || primary?.state === 'denied')) {
    options.onProgress?.(inventory(NO_ROOTS));
    const sized = await sources.engine?.collect({ sizes: true, signal: options.signal });
    engine = sized?.inventory ?? engine;
    engineProblems.push(...(sized?.problems ?? []).filter((problem) => !isKnown(engineProblems, problem)));
  }
  const here = isElsewhere ? [] : roots.filter(({ state }) => state === 'ready');
  const looks = new HoldingsLooks(
    here.map(({ place }) => place.path),
    options.signal,
  );
  const scanned = inventory(isElsewhere ? NO_ROOTS : await scans.collect(roots));
  const collected = await withHoldings(scanned, looks, options);
  // With the disk measured, an engine that is simply not running costs no figure.
  const isMeasured = collected.roots.some(({ denied }) => !denied);
  return isMeasured ? withoutAbsence(collected) : collected;
}

/**
 * Whether the data root at hand is the engine's. An engine whose data root is not here runs on another machine, or in
 * one of its own, and so are its disks.
 * @param problems receives the reason why it is not.
 */
async function isHere(
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

/** That there is nothing at the usual place matters only where there is nothing elsewhere. */
function primaryProblems(
  sources: HostSources,
  primary: OpenedRoot | null,
  roots: readonly LocatedRoot[],
): Problem[] {
  if (primary === null || !('problem' in primary)) return [];
  return sources.dataRoot !== null || roots.length === 0 ? [primary.problem] : [];
}

/** The roots of this machine belong to others when the engine that was asked has its own elsewhere. */
function leftOut(sources: HostSources, primary: OpenedRoot | null, roots: readonly LocatedRoot[]): Problem[] {
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

const NO_ROOTS: RootsResult = { roots: [], problems: [] };

const ENGINE_PENDING: Problem = {
  source: 'engine',
  code: 'engine-pending',
  message: 'the engine has not answered yet',
  path: null,
  missing: null,
  hint: null,
};

/** Takes the second look at what the analysis may call a leftover, and adds what both saw. */
async function withHoldings(
  inventory: Inventory,
  looks: HoldingsLooks,
  { candidates }: CollectOptions,
): Promise<Inventory> {
  const holdings = await looks.first();
  if (holdings === null) return inventory;
  const known = { ...inventory, holdings };
  const confirmation = await looks.second(candidates?.(known) ?? []);
  return { ...known, confirmation };
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
