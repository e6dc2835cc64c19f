import type { Filesystem } from '../../model/filesystem.js';
import type { DriverSizes } from './driver-sizes.js';
import { ThinPoolSizes } from './thin-pool-sizes.js';
import { ZfsSizes } from './zfs-sizes.js';

/** The volume managers to ask about the drivers of a data root: zfs only where the root is on ZFS. */
export function driverSizesAt(
  root: string,
  filesystem: Filesystem | null,
): (driver: string) => DriverSizes | null {
  return (driver) => {
    if (driver === 'devicemapper') return new ThinPoolSizes(`${root}/devicemapper`);
    if (driver !== 'zfs' || filesystem?.type !== 'zfs' || filesystem.device === null) return null;
    return new ZfsSizes(filesystem.device);
  };
}
