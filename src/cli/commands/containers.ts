import { limitList } from '../../report/lists/limits.js';
import { type ExitCode, UsageError } from '../exit.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { runList } from './list.js';
import { runNamedList } from './lists.js';

export interface ContainerOptions extends SourceOptions, ViewOptions {
  readonly limits?: boolean;
  /** Seconds, as they were typed. */
  readonly interval?: string;
}

const MOST_SECONDS = 3600;

/** `bilge containers`: their sizes, or with `--limits` what limits them, which needs no look at the disk. */
export async function runContainers(options: ContainerOptions): Promise<ExitCode> {
  const { limits, interval } = options;
  if (limits !== true) {
    if (interval !== undefined) throw new UsageError('--interval is for rates: use it with --limits');
    return runNamedList('containers', options);
  }
  const intervalMs = milliseconds(interval ?? '1');
  return runList(limitList, options, { scope: 'live', parts: ['control'], intervalMs });
}

/** Between two readings; 0: there is one, and no rates. */
function milliseconds(seconds: string): number {
  const value = /^\d{1,6}(\.\d{1,3})?$/.test(seconds) ? Number(seconds) : Number.NaN;
  if (!(value <= MOST_SECONDS)) {
    throw new UsageError(
      `--interval: "${seconds}" is no time; give it in seconds, at most ${MOST_SECONDS}, 0 for no rates`,
    );
  }
  return Math.round(value * 1000);
}
