/** Sectors of the device mapper have 512 bytes whatever the disk's. */
const SECTOR_BYTES = 512;

/** Blocks of a thin pool's metadata device. Source: kernel, drivers/md/dm-thin-metadata.h. */
const METADATA_BLOCK_BYTES = 4096;

/** A pool of thin devices. */
interface ThinPoolStatus {
  readonly name: string;
  readonly usedBytes: number;
  readonly totalBytes: number;
  readonly metadataUsedBytes: number;
  readonly metadataTotalBytes: number;
}

/** An active thin device: what is mapped may be shared with other devices. */
interface ThinStatus {
  readonly name: string;
  readonly mappedBytes: number;
}

export interface DeviceMapperStatus {
  readonly pools: readonly ThinPoolStatus[];
  readonly thins: readonly ThinStatus[];
}

const POOL = /^(.+): \d+ (\d+) thin-pool \d+ (\d+)\/(\d+) (\d+)\/(\d+)(?: |$)/;
const THIN = /^(.+): \d+ \d+ thin (\d+)(?: |$)/;

/**
 * Output of `dmsetup status`: `<name>: <start> <sectors> thin-pool <transaction> <used>/<total metadata blocks>
 * <used>/<total data blocks> …`, and `thin <mapped sectors> <highest>` for a device. Other targets, failed ones and
 * lines of another shape are left out. Source: kernel, Documentation/admin-guide/device-mapper/thin-provisioning.rst.
 */
export function parseDmsetupStatus(text: string): DeviceMapperStatus {
  const pools: ThinPoolStatus[] = [];
  const thins: ThinStatus[] = [];
  for (const line of text.split('\n')) {
    const pool = POOL.exec(line);
    if (pool === null) {
      const [, name = '', mapped] = THIN.exec(line) ?? [];
      const mappedBytes = Number(mapped) * SECTOR_BYTES;
      if (Number.isSafeInteger(mappedBytes)) thins.push({ name, mappedBytes });
      continue;
    }
    const [name = '', ...figures] = pool.slice(1);
    const [sectors = 0, metadataUsed = 0, metadataTotal = 0, used = 0, total = 0] = figures.map(Number);
    // The size of a block is that of the table; here it follows from the pool's length, which is in whole blocks.
    const blockBytes = (sectors * SECTOR_BYTES) / total;
    const status = {
      name,
      usedBytes: used * blockBytes,
      totalBytes: total * blockBytes,
      metadataUsedBytes: metadataUsed * METADATA_BLOCK_BYTES,
      metadataTotalBytes: metadataTotal * METADATA_BLOCK_BYTES,
    };
    const exact = [blockBytes, ...Object.values(status).slice(1)].every(Number.isSafeInteger);
    if (exact) pools.push(status);
  }
  return { pools, thins };
}
