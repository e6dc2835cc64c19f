import { foreignMounts } from './mounts.js';
import { mustRun } from './run.js';

/** Paths for `--files0-from=-`: any byte but NUL may be in a name. */
function nulList(paths: readonly string[]): Buffer {
  return Buffer.from(paths.map((path) => `${path}\0`).join(''));
}

/**
 * The grand total of `du -c0`: records `figure TAB path NUL`, the last of which is `total`.
 * @throws when the output ends differently
 */
export function parseDuTotal(output: Buffer): number {
  const total = /(?:^|\0)(\d+)\ttotal\0$/.exec(output.toString('latin1'))?.[1];
  if (total === undefined) throw new Error('du printed no total');
  return Number(total);
}

async function duTotal(
  paths: readonly string[],
  figure: string,
  within: readonly string[] = ['-x'],
): Promise<number> {
  if (paths.length === 0) return 0;
  const args = ['-sc0', ...within, figure, '--files0-from=-'];
  return parseDuTotal(
    await mustRun('du', args, { input: nulList(paths), env: { ...process.env, LC_ALL: 'C' } }),
  );
}

/** Bytes allocated below these paths, by du(1): each inode once over all of them, mounts inside left out. */
export function duAllocated(...paths: readonly string[]): Promise<number> {
  return duTotal(paths, '--block-size=1');
}

/** Bytes allocated below each of these paths, by one run of du(1): for paths that share no inode. */
export async function duEach(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const output = await mustRun('du', ['-s0x', '--block-size=1', '--files0-from=-'], {
    input: nulList(paths),
  });
  const records = output.toString().split('\0').filter(Boolean);
  return new Map(
    records.map((record) => {
      const tab = record.indexOf('\t');
      return [record.slice(tab + 1), Number(record.slice(0, tab))];
    }),
  );
}

/** Inodes below these paths, themselves included, by du(1). */
export function duInodes(...paths: readonly string[]): Promise<number> {
  return duTotal(paths, '--inodes');
}

/**
 * Sum of file lengths in the records `type dev inode size NUL` of find(1), each inode once. Directories do not count:
 * their length says nothing about what is in them.
 */
export function parseApparent(output: Buffer): number {
  const sizes = new Map<string, number>();
  for (const record of output.toString('latin1').split('\0')) {
    const match = /^([a-zA-Z]) (\d+ \d+) (\d+)$/.exec(record);
    if (match?.[2] !== undefined && match[1] !== 'd') sizes.set(match[2], Number(match[3]));
    else if (match === null && record !== '') throw new Error(`find printed ${JSON.stringify(record)}`);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Apparent bytes below these paths, by find(1): lengths of everything that is no directory, each inode once. */
export async function findApparent(...paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return 0;
  const args = ['-files0-from', '-', '-xdev', '-printf', '%y %D %i %s\\0'];
  return parseApparent(await mustRun('find', args, { input: nulList(paths) }));
}

/** What a whole root holds. */
export interface RootUsage {
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
  readonly inodes: number;
}

/**
 * A root by du(1) and find(1), mounts inside left out. On btrfs each subvolume has a device number of its own, at which
 * `-x` would stop, so there the mounts of other filesystems are left out by name.
 */
export async function rootUsage(root: string): Promise<RootUsage> {
  const foreign = foreignMounts(root);
  const btrfs = (await mustRun('stat', ['--file-system', '--format=%T', root])).toString().trim() === 'btrfs';
  const within = btrfs ? foreign.map((path) => `--exclude=${path}`) : ['-x'];
  const pruned = foreign.flatMap((path) => ['-path', path, '-prune', '-o']);
  const limits = btrfs ? pruned : ['-xdev'];
  const found = await mustRun('find', [root, ...limits, '-printf', '%y %D %i %s\\0']);
  return {
    allocatedBytes: await duTotal([root], '--block-size=1', within),
    apparentBytes: parseApparent(found),
    inodes: await duTotal([root], '--inodes', within),
  };
}
