import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MountInfo, parseMountInfo } from '../../formats/mountinfo.js';
import { PRIVATE_CONTAINERD } from '../../model/containerd-layout.js';
import type { EngineInventory } from '../../model/engine.js';
import type { Problem } from '../../model/problem.js';
import type { LocatedRoot, OpenedRoot } from '../data-root/open-root.js';
import { findOthers, type SearchDepth } from './find-others.js';
import { systemPlaces } from './host-places.js';
import type { HostSources } from './host-sources.js';
import { primaryRoot, problemOf } from './locate-data-root.js';
import { nestedRoots } from './nested-roots.js';
import { rootIdentity } from './root-identity.js';

/** The roots of a host. */
export interface LocatedRoots {
  /** The data root of the engine, or the one that stands for it; `null` for an engine on another machine. */
  readonly primary: OpenedRoot | null;
  /** Each root once: the primary one, the containerd root that goes with it, the others by path. */
  readonly roots: readonly LocatedRoot[];
  /** What was asked for and is not there. */
  readonly problems: readonly Problem[];
}

/**
 * Finds the roots of a host.
 * @param engine what it said about itself; `null` before it has answered, and without one.
 * @param depth how far to look; with `live` there are data roots alone.
 */
export async function locateRoots(
  sources: HostSources,
  engine: EngineInventory | null,
  depth: SearchDepth,
): Promise<LocatedRoots> {
  const places = sources.places ?? systemPlaces();
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
  const primary = await primaryRoot(sources, places, engine);
  if (primary === null) return { primary, roots: [], problems: [] };
  const others = await findOthers({ sources, places, engine, primary, mounts, depth });
  const unique = await eachOnce(['place' in primary ? primary : [], ...others.roots].flat());
  const wanted = depth === 'live' ? unique.filter(isDataRoot) : withoutPrivate(unique);
  const ordered = inOrder(wanted, 'place' in primary ? primary : null);
  const problems = [...others.problems, ...ordered.flatMap((root) => problemOf(root) ?? [])];
  const roots = withNested(ordered, mounts);
  return { primary: 'place' in primary ? (roots[0] ?? primary) : primary, roots, problems };
}

/** Of several ways to one directory the first. */
async function eachOnce(roots: readonly LocatedRoot[]): Promise<LocatedRoot[]> {
  const found = new Map<string, LocatedRoot>();
  for (const root of roots) {
    const identity = (await rootIdentity(root.place.path)) ?? root.place.path;
    if (!found.has(identity)) found.set(identity, root);
  }
  return [...found.values()];
}

/** The containerd root that an engine keeps in its data root belongs to that one. */
function withoutPrivate(roots: readonly LocatedRoot[]): LocatedRoot[] {
  const inside = new Set(roots.filter(isDataRoot).map(({ place }) => join(place.path, PRIVATE_CONTAINERD)));
  return roots.filter((root) => isDataRoot(root) || !inside.has(root.place.path));
}

function isDataRoot({ place }: LocatedRoot): boolean {
  return place.kind === 'data-root';
}

/** Without a primary root the first data root takes its place: a containerd root says little alone. */
function inOrder(roots: readonly LocatedRoot[], primary: LocatedRoot | null): LocatedRoot[] {
  const byPath = roots.toSorted((a, b) => (a.place.path < b.place.path ? -1 : 1));
  const first = primary ?? byPath.find(isDataRoot);
  const companions = byPath.filter((root) => !isDataRoot(root) && root.place.origin !== 'process');
  return [...new Set([...(first === undefined ? [] : [first]), ...companions, ...byPath])];
}

function withNested(roots: readonly LocatedRoot[], mounts: readonly MountInfo[]): LocatedRoot[] {
  const nested = nestedRoots(
    roots.map(({ place }) => place.path),
    mounts,
  );
  return roots.map(({ state, place }) => ({
    state,
    place: { ...place, nested: nested.get(place.path) ?? [] },
  }));
}
