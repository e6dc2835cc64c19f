import type { MountInfo } from '../../formats/mountinfo.js';
import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';
import { type LocatedRoot, type OpenedRoot, openRoot } from '../data-root/open-root.js';
import type { RootCandidate } from '../data-root/root-candidate.js';
import { configuredRoots } from './configured-root.js';
import { containerdBeside, dockersContainerd, engineContainerd } from './containerd-roots.js';
import { daemonRoots } from './daemon-roots.js';
import type { HostPlaces } from './host-places.js';
import type { HostSources } from './host-sources.js';
import { readUsers, rootlessRoots } from './rootless-roots.js';
import { unmappedPath, usernsRoots } from './userns-roots.js';

/**
 * How far to look for roots.
 * - `quick`: what configuration and usual places say;
 * - `live`: what the processes say as well; data roots alone, without a look into databases;
 * - `thorough`: all of it, databases included, which takes longer.
 */
export type SearchDepth = 'quick' | 'live' | 'thorough';

export interface RootSearch {
  readonly sources: HostSources;
  readonly places: HostPlaces;
  readonly engine: EngineInventory | null;
  /** What is at the place of the engine's data root. */
  readonly primary: OpenedRoot;
  readonly mounts: readonly MountInfo[];
  readonly depth: SearchDepth;
}

export interface OtherRoots {
  readonly roots: readonly LocatedRoot[];
  readonly problems: readonly Problem[];
}

/**
 * The roots of a host beside the primary one, the better reason first where several lead to one directory; the
 * primary one may be among them. What was only looked for and is not there is no problem.
 */
export async function findOthers(search: RootSearch): Promise<OtherRoots> {
  const { sources, depth } = search;
  const named = await namedContainerd(depth === 'live' ? null : (sources.containerdRoot ?? null));
  const found =
    sources.dataRoot === null ? await wholeHost(search) : await besideNamed(sources.dataRoot, search);
  return { roots: [...named.roots, ...found.roots], problems: [...named.problems, ...found.problems] };
}

async function namedContainerd(path: string | null): Promise<OtherRoots> {
  if (path === null) return { roots: [], problems: [] };
  const opened = await openRoot({ path, kind: 'containerd-root', origin: 'named', user: null });
  if ('place' in opened) return { roots: [opened], problems: [] };
  return { roots: [], problems: [opened.problem] };
}

/** On a named disk: what lies inside the data root, and the containerd root beside it. */
async function besideNamed(named: string, { primary, depth }: RootSearch): Promise<OtherRoots> {
  const { roots, problems } = await openAll(await usernsRoots(named));
  if (depth !== 'thorough') return { roots, problems };
  const beside = 'place' in primary ? await containerdBeside(primary.place) : null;
  return { roots: beside === null ? roots : [...roots, beside], problems };
}

async function wholeHost(search: RootSearch): Promise<OtherRoots> {
  const { places, primary, depth } = search;
  const known = await knownPlaces(search);
  const found = await openAll(known);
  const dataRoots = known.filter(({ kind }) => kind === 'data-root').map(({ path }) => path);
  if ('place' in primary) dataRoots.push(primary.place.path);
  const remapped = await aroundRemapped(dataRoots);
  const usual = depth === 'thorough' ? await dockersContainerd(places.containerdRoot) : null;
  return {
    roots: [
      ...found.roots.map((root) => withoutRemapping(root, primary)),
      ...remapped.roots,
      ...(usual === null ? [] : [usual]),
    ],
    problems: [...found.problems, ...remapped.problems],
  };
}

/**
 * An engine with remapped users was started with the directory around its data root: that one is what it was told to
 * use, and no other engine's. Source: moby, daemon/daemon_unix.go, `setupDaemonRoot`.
 */
function withoutRemapping(root: LocatedRoot, primary: OpenedRoot): LocatedRoot {
  if (root.place.origin !== 'process' || !('place' in primary)) return root;
  const { path } = primary.place;
  if (path === root.place.path || unmappedPath(path) !== root.place.path) return root;
  return { ...root, place: { ...root.place, origin: 'configuration' } };
}

/** Places that something names, the more certain first. */
async function knownPlaces({ places, engine, mounts, depth }: RootSearch): Promise<RootCandidate[]> {
  const users = await readUsers(places.passwd);
  const daemons = depth === 'quick' ? [] : await places.daemons();
  return [
    ...(depth === 'thorough' ? await engineContainerd(engine?.facts ?? null, places) : []),
    ...(await daemonRoots(daemons, users, places.procRoot)),
    ...(await configuredRoots(places.daemonJson)),
    ...rootlessRoots(users, places, mounts),
    { path: places.dataRoot, kind: 'data-root', origin: 'default', user: null },
  ];
}

/** Data roots of remapped users below other data roots; beside one of them its siblings and the tree without. */
async function aroundRemapped(dataRoots: readonly string[]): Promise<OtherRoots> {
  const bases = [...new Set(dataRoots.map(unmappedPath))];
  const below = await openAll((await Promise.all(bases.map(usernsRoots))).flat());
  const above = await openAll(
    bases
      .filter((base) => !dataRoots.includes(base))
      .map((path) => ({ path, kind: 'data-root', origin: 'configuration', user: null })),
  );
  // The directory around is no data root as long as nobody has seen that it is one.
  const seen = above.roots.filter(({ state }) => state === 'ready');
  return { roots: [...seen, ...below.roots], problems: [...above.problems, ...below.problems] };
}

/** Opens what is there. A disk that fails is told of: it may hold anything. */
async function openAll(candidates: readonly RootCandidate[]): Promise<OtherRoots> {
  const roots: LocatedRoot[] = [];
  const problems: Problem[] = [];
  for (const candidate of candidates) {
    const opened = await openRoot(candidate);
    if ('place' in opened) roots.push(opened);
    else if (opened.state === 'broken') problems.push(opened.problem);
  }
  return { roots, problems };
}
