import type { EngineInventory } from '../model/engine.js';
import type { Inventory, RootInventory } from '../model/inventory.js';
import type { AddressPool } from '../model/network.js';
import type { Problem } from '../model/problem.js';
import type { CollectOptions } from './collect-options.js';
import { collectLiveRoot } from './data-root/collect-live-root.js';
import type { LocatedRoot, OpenedRoot } from './data-root/open-root.js';
import { unreadRoot } from './data-root/unread-root.js';
import type { EngineQuery } from './engine/client.js';
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
import { startLook } from './live/start-look.js';
import { NOTHING_SEEN } from './live/live-look.js';
import { NothingToReadError } from './nothing-to-read.js';

/** How long each answer of the engine is waited for where the disk tells the same. */
const PATIENCE_MS = 2000;

/**
 * Collects what runs and what connects it: no disk is walked and the engine is asked for containers and networks alone,
 * so that it takes a fraction of a second whatever the roots hold. The kernel and the engine are asked side by side: one
 * that hangs keeps nothing else back than itself.
 * @throws NothingToReadError when there is neither an engine nor a data root; for processes the kernel is enough.
 */
export async function collectLive(sources: HostSources, options: CollectOptions): Promise<Inventory> {
  const { parts = [], signal } = options;
  const host = await readHostFacts();
  const takenAt = new Date().toISOString();
  let engine: EngineInventory | null = null;
  let pools: readonly AddressPool[] | null = null;
  let isOurs = true;
  let roots: readonly RootInventory[] = [];
  const problems: Problem[] = [];
  const inventory = (): Inventory => {
    const { problems: seenProblems, ...seen } = isOurs ? look.soFar : NOTHING_SEEN;
    return {
      takenAt,
      sample: false,
      scope: 'live',
      host,
      engine,
      configuredPools: pools,
      roots,
      holdings: null,
      confirmation: null,
      ...seen,
      problems: [...problems, ...seenProblems],
    };
  };
  const look = startLook(sources, options, () => {
    options.onProgress?.(inventory());
  });

  const likely = (await locateRoots(sources, null, 'quick')).primary;
  const query = firstQuery(sources, options, likely);
  const asked = await sources.engine?.collect(query);
  engine = asked?.inventory ?? null;
  problems.push(...(asked?.problems ?? []).map(withoutAbsence));

  const located = await locateRoots(sources, engine, 'live');
  // Why its data root is not here is no matter: nothing in it was asked for.
  const isElsewhere = engine !== null && !(await isHere(located.primary, engine, []));
  if (engine === null) pools = await configuredPools(sources, located.roots);
  if (isElsewhere) problems.push(...leftOut(sources, located.primary, located.roots));
  else problems.push(...located.problems.flatMap((problem) => unnamed(problem, located.primary, engine)));
  if (isElsewhere) await look.first();
  isOurs = engine === null || !isElsewhere || runsHere(engine, look.soFar.processes);
  const isOnDisk = !isElsewhere && located.primary?.state === 'ready';
  const again =
    engine === null
      ? null
      : secondQuery(query, { details: wantsDetails(options) && !isOnDisk, live: !isOurs });
  if (again !== null) {
    const answer = await sources.engine?.collect(again);
    engine = answer?.inventory ?? engine;
    problems.push(...newProblems(problems, (answer?.problems ?? []).map(withoutAbsence)));
  }
  const read = await Promise.all((isElsewhere ? [] : located.roots).map(readRoot));
  roots = read.map(({ inventory: root }) => root);
  problems.push(...read.flatMap((root) => root.problems));
  if (signal?.aborted !== true) options.onProgress?.(inventory());
  if (isOurs) await look.whole();
  const isSeen = parts.includes('processes') && look.soFar.processes !== null;
  if (engine === null && roots.length === 0 && !isSeen) {
    const nothing = primaryProblems(sources, located.primary, located.roots);
    throw new NothingToReadError([...problems, ...nothing]);
  }
  return inventory();
}

/** Details of containers are on the disk as well, where it can be read; for processes their names are enough. */
function wantsDetails({ parts = [] }: CollectOptions): boolean {
  return parts.some((part) => part !== 'processes');
}

function firstQuery(sources: HostSources, options: CollectOptions, likely: OpenedRoot | null): EngineQuery {
  const isReadable = likely?.state === 'ready';
  return {
    sizes: false,
    lists: 'live',
    details: wantsDetails(options) && !isReadable,
    live: !sources.engineIsLocal,
    patienceMs: isReadable ? PATIENCE_MS : undefined,
    signal: options.signal,
  };
}

/** What the engine alone can tell after all; `null`: it was asked for that at once. */
function secondQuery(
  first: EngineQuery,
  needs: { readonly details: boolean; readonly live: boolean },
): EngineQuery | null {
  const hasDetails = first.details === true || !needs.details;
  const hasLive = first.live === true || !needs.live;
  return hasDetails && hasLive ? null : { ...first, ...needs, patienceMs: undefined };
}

async function readRoot({ state, place }: LocatedRoot) {
  return state === 'denied' ? { inventory: unreadRoot(place), problems: [] } : collectLiveRoot(place);
}

/** What is missing where a root may not be read: nothing where its engine tells it, and no sizes. */
function unnamed(problem: Problem, primary: OpenedRoot | null, engine: EngineInventory | null): Problem[] {
  const isPrimary = primary !== null && 'place' in primary && primary.place.path === problem.path;
  if (isPrimary && engine !== null) return [];
  return [{ ...problem, missing: 'names, settings and networks of its containers' }];
}
