import { lstat } from 'node:fs/promises';
import { parseDmsetupStatus } from '../../formats/dmsetup-status.js';
import { type DriverSizes, NOTHING_TOLD, type ToldDriverSizes } from './driver-sizes.js';
import { type RunTool, runTool } from './run-tool.js';

/**
 * Name that the driver gives its devices: device number and inode of its directory.
 * Source: moby 20.10, daemon/graphdriver/devmapper/deviceset.go, `initDevmapper`.
 */
export async function devicePrefix(directory: string): Promise<string | null> {
  const stats = await lstat(directory, { bigint: true }).catch(() => null);
  if (stats === null) return null;
  const major = (stats.dev >> 8n) & 0xfffn;
  const minor = (stats.dev & 0xffn) | ((stats.dev >> 12n) & 0xfff00n);
  return `docker-${major}:${minor}-${stats.ino}`;
}

/**
 * Use of the pool of the driver devicemapper, and what its active devices map: shared blocks included, so nothing is
 * known of what one layer takes alone. Told only while an engine has the pool set up, and only of a pool that the
 * driver made itself.
 */
export class ThinPoolSizes implements DriverSizes {
  readonly #directory: string;
  readonly #run: RunTool;

  /** @param directory absolute path of the driver's directory, `devicemapper` below the data root. */
  constructor(directory: string, run: RunTool = runTool) {
    this.#directory = directory;
    this.#run = run;
  }

  async read(): Promise<ToldDriverSizes> {
    const prefix = await devicePrefix(this.#directory);
    if (prefix === null) return NOTHING_TOLD;
    // Without --noflush the pool would write its metadata to the disk before it answers.
    const result = await this.#run('dmsetup', ['status', '--noflush']);
    // A machine without the tool has no pool set up: nothing is missing that could be had.
    if (!result.ok) {
      const failure = result.code === 'ENOENT' ? null : `dmsetup status: ${result.detail}`;
      return { ...NOTHING_TOLD, failure };
    }
    const { pools, thins } = parseDmsetupStatus(result.output);
    const pool = pools.find(({ name }) => name === `${prefix}-pool`);
    const layers = new Map(
      thins
        .filter(({ name }) => name.startsWith(`${prefix}-`))
        .map(({ name, mappedBytes }) => [
          name.slice(prefix.length + 1),
          { allocatedBytes: null, referencedBytes: mappedBytes },
        ]),
    );
    return { layers, pool: pool === undefined ? null : { ...pool, toldBy: 'dmsetup' }, failure: null };
  }
}
