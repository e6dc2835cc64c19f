import type { RootRecords } from '../../model/inventory.js';
import type { KnownContainers } from './known-containers.js';
import { leftoverAt, type Owner } from './owner.js';
import type { StoreMount } from '../store/layer-store.js';

/** Why a writable layer of a storage driver belongs to no container any more; `null` when one may need it. */
export function ofNoContainer(driver: string, mount: StoreMount, containers: KnownContainers): Owner | null {
  const { name } = mount;
  if (containers.isHalfRemoved(name)) return containers.halfRemoved(name);
  const reason = containers.isGone(name)
    ? containers.damaged.has(name)
      ? 'whose configuration cannot be read'
      : 'which does not exist'
    : containers.isOfAnotherDriver(name, driver)
      ? `which works with another storage driver than ${driver}`
      : null;
  return reason === null ? null : orphaned(mount, `the writable layer of container ${name}, ${reason}`);
}

/** Why a mount of a build step belongs to no build any more; `null` when that cannot be told. */
export function ofNoBuild(mount: StoreMount, { buildCacheHoldings }: RootRecords): Owner | null {
  if (buildCacheHoldings === null || buildCacheHoldings.cacheIds.has(mount.name)) return null;
  // BuildKit keeps it in no database, and a step may run for hours.
  return orphaned(mount, `the mount ${mount.name} of a build step that was broken off`, true);
}

function orphaned(mount: StoreMount, evidence: string, mayRunLong = false): Owner {
  const path = mount.writable ?? mount.metadata[0] ?? '';
  return leftoverAt('orphaned-writable-layer', path, evidence, { mayRunLong });
}

/** A leftover that is what `owner` says where it turns out to be none. */
export function without(owner: Owner, leftover: Owner | null): Owner {
  return leftover === null ? owner : { ...leftover, otherwise: owner.category };
}
