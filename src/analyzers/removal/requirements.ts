import type { HostContainer } from '../merge-records.js';
import type { HostHolders } from './host-holders.js';
import type { FoundObject } from './objects.js';
import type { Positions } from './positions.js';

const JOINED = 'container:';

const NO_MODES = { networkMode: null, pidMode: null, ipcMode: null } as const;

/**
 * What has to go with each object, by position. An engine removes no image while a container of any state was made from
 * it or another image stands on it, no volume and no network that a container of any state is configured for, and no
 * cache record before those that stand on it. Source: moby, daemon/images/image_delete.go
 * (`checkImageDeleteConflict`), volume/service/service.go; BuildKit, cache/manager.go (`pruneOnce`). It would remove a
 * container whose namespaces another one is in, which then could not start any more: that one goes first as well.
 */
export function requirementsOf(
  holders: HostHolders,
  found: readonly FoundObject[],
  positions: Positions,
): readonly number[][] {
  const children = childrenTold(found);
  const joiners = joinersOf(holders.view.containers);
  return found.map(({ id, source }): number[] => {
    switch (source.kind) {
      case 'container':
        return joiners(source.container).flatMap((joiner) => positions.containers.get(joiner) ?? []);
      case 'image':
        return source.place === null
          ? [
              ...(children.get(id) ?? []),
              ...source.report.containers.flatMap((container) => positions.containersById(container)),
            ]
          : [
              ...holders.childrenOf(source.place, id).map((child) => positions.image(source.place, child)),
              ...source.place.containersOf(id).map((container) => positions.containers.get(container)),
            ].filter((position) => position !== undefined);
      case 'build-cache':
        return source.entry.children.flatMap((child) => positions.cache.get(child) ?? []);
      case 'volume':
        return holders.usersOf(source.volume).flatMap((user) => positions.containers.get(user) ?? []);
      case 'network': {
        const ids = new Set(source.report.endpoints.flatMap(({ containerId }) => containerId ?? []));
        return [...ids].flatMap((container) => positions.containersById(container));
      }
    }
  });
}

/** Finds the containers that are configured to be in a namespace of a container: `--network container:<id>` and the like. */
function joinersOf(containers: readonly HostContainer[]): (container: HostContainer) => HostContainer[] {
  const joins = containers.flatMap((container) => {
    const { networkMode, pidMode, ipcMode } = container.record.settings?.isolation ?? NO_MODES;
    return [networkMode, pidMode, ipcMode].flatMap((mode) =>
      mode?.startsWith(JOINED) === true ? [{ container, target: mode.slice(JOINED.length) }] : [],
    );
  });
  // Engines write the full id; what was given to the API by name stays as it was given.
  return (target) => [
    ...new Set(
      joins
        .filter((join) => join.target !== '' && [target.record.id, target.record.name].includes(join.target))
        .map(({ container }) => container)
        .filter((container) => container !== target && container.root === target.root),
    ),
  ];
}

/** Children among the images that only an engine told of. */
function childrenTold(found: readonly FoundObject[]): ReadonlyMap<string, readonly number[]> {
  const children = new Map<string, number[]>();
  for (const [position, { source }] of found.entries()) {
    if (source.kind !== 'image' || source.place !== null || source.report.parentId === null) continue;
    const { parentId } = source.report;
    children.set(parentId, [...(children.get(parentId) ?? []), position]);
  }
  return children;
}
