import type { EngineInventory } from '../model/engine.js';
import type { Inventory } from '../model/inventory.js';
import type { AddressPool } from '../model/network.js';
import type { Problem } from '../model/problem.js';
import { collectLive } from './collect-live.js';
import type { CollectOptions } from './collect-options.js';
import { RootScans, type RootsResult } from './collect-roots.js';
import {
  isHere,
  leftOut,
  newProblems,
  primaryProblems,
  runsHere,
  withoutAbsence,
} from './host/engine-place.js';
import { configuredPools } from './host/configured-pools.js';
import { readHostFacts } from './host/host-facts.js';
import type { HostSources } from './host/host-sources.js';
import { locateRoots } from './host/locate-roots.js';
import { NOTHING_SEEN } from './live/live-look.js';
import { startLook } from './live/start-look.js';
import { NothingToReadError } from './nothing-to-read.js';
import { HoldingsLooks } from './proc/holdings-looks.js';

/** How long a scan that began before the engine answered keeps its figures to itself: engines answer sooner. */
const QUIET_MS = 700;

/**
 * Collects one host: everything, or what is live alone.
 * @throws NothingToReadError when there is neither an engine nor a root to read.
 */
export function collectHost(sources: HostSources, options: CollectOptions = {}): Promise<Inventory> {
  return options.scope === 'live' ? collectLive(sources, options) : collectWhole(sources, options);
}

/**
 * Collects everything about one host: the engine's answers and the roots on its disks, the engine's own first. That
 * one is read while the engine is asked, so that an engine that hangs delays nothing but its own answers. Where it
 * cannot be read, the engine is asked for its own sizes.
 */
async function collectWhole(sources: HostSources, options: CollectOptions): Promise<Inventory> {
  const host = await readHostFacts();
  const takenAt = new Date().toISOString();
  const startedAt = performance.now();
  let engine: EngineInventory | null = null;
  let pools: readonly AddressPool[] | null = null;
  let engineProblems: Problem[] = sources.engine === null ? [] : [ENGINE_PENDING];
  const located: Problem[] = [];
  let isOurs = true;
  let scanned: RootsResult = NO_ROOTS;
  const inventory = (): Inventory => {
    const { problems: seenProblems, ...seen } = isOurs ? look.soFar : NOTHING_SEEN;
    return {
      takenAt,
      sample: false,
      scope: 'everything',
      host,
      engine,
      configuredPools: pools,
      roots: scanned.roots,
      holdings: null,
      confirmation: null,
      ...seen,
      problems: [...engineProblems, ...located, ...scanned.problems, ...seenProblems],
    };
  };
  const progress = (): void => {
    const early = engineProblems.includes(ENGINE_PENDING) && performance.now() - startedAt < QUIET_MS;
    if (!early) options.onProgress?.(inventory());
  };
  const scans = new RootScans(options.signal, (soFar) => {
    scanned = soFar;
    progress();
  });
  const look = startLook(sources, options, progress);

  const likely = (await locateRoots(sources, null, 'quick')).primary;
  if (likely?.state === 'ready') scans.begin(likely.place);
  const asked = await sources.engine?.collect({ sizes: false, signal: options.signal });
  engine = asked?.inventory ?? null;
  engineProblems = [...(asked?.problems ?? [])];

  const { primary, roots, problems } = await locateRoots(sources, engine, 'thorough');
  const isElsewhere = engine !== null && !(await isHere(primary, engine, located));
  if (engine === null) pools = await configuredPools(sources, roots);
  if (!isElsewhere) located.push(...problems, ...primaryProblems(sources, primary, roots));
  else {
    located.push(...leftOut(sources, primary, roots));
    scans.cancel();
  }
  if (engine === null && roots.length === 0) throw new NothingToReadError([...engineProblems, ...located]);
  if (isElsewhere) await look.first();
  isOurs = engine === null || !isElsewhere || runsHere(engine, look.soFar.processes);
  if (engine !== null && (isElsewhere || primary?.state === 'denied')) {
    scanned = NO_ROOTS;
    options.onProgress?.(inventory());
    const sized = await sources.engine?.collect({
      sizes: true,
      live: !isOurs && (options.parts ?? []).length > 0,
      signal: options.signal,
    });
    engine = sized?.inventory ?? engine;
    engineProblems.push(...newProblems(engineProblems, sized?.problems ?? []));
  }
  const here = isElsewhere ? [] : roots.filter(({ state }) => state === 'ready');
  const looks = new HoldingsLooks(
    here.map(({ place }) => place.path),
    options.signal,
  );
  scanned = isElsewhere ? NO_ROOTS : await scans.collect(roots);
  const held = await lookAtHoldings(inventory(), looks, options);
  if (isOurs) await look.whole();
  const collected = { ...inventory(), ...held };
  // With the disk measured, an engine that is simply not running costs no figure.
  const isMeasured = collected.roots.some(({ denied }) => !denied);
  return isMeasured ? { ...collected, problems: collected.problems.map(withoutAbsence) } : collected;
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

/** What mounts and processes hold, with a second look at what the analysis may call a leftover. */
async function lookAtHoldings(
  inventory: Inventory,
  looks: HoldingsLooks,
  { candidates }: CollectOptions,
): Promise<Pick<Inventory, 'holdings' | 'confirmation'>> {
  const holdings = await looks.first();
  if (holdings === null) return { holdings, confirmation: null };
  const confirmation = await looks.second(candidates?.({ ...inventory, holdings }) ?? []);
  return { holdings, confirmation };
}
