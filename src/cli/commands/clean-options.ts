import { DURATION_FORMS, parseDuration } from '../../formats/duration.js';
import { SIZE_FORMS } from '../../formats/check-limits.js';
import { parseByteSize } from '../../model/byte-size.js';
import type { CleanupPolicy } from '../../model/policy.js';
import { type PlanRequest, SELECTORS } from '../../cleanup/plan-request.js';
import { UsageError } from '../exit.js';
import type { SourceOptions, ViewOptions } from '../options.js';

export interface CleanOptions extends SourceOptions, ViewOptions {
  readonly free?: string;
  readonly only?: readonly string[];
  readonly keep?: readonly string[];
  readonly olderThan?: string;
  readonly keepLast?: string;
  readonly config?: string;
  readonly script?: boolean;
  readonly output?: string;
  readonly plan?: string;
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly log?: string;
  readonly verify?: boolean;
}

/** What the options ask of a plan, and the policy with what they add to it. */
export interface CleanRequest {
  readonly request: PlanRequest;
  readonly policy: CleanupPolicy;
}

/** Options that choose, and mean nothing beside a plan that was chosen before. */
const CHOOSING = ['free', 'only', 'olderThan', 'keepLast'] as const;

const FLAGS: Readonly<Record<(typeof CHOOSING)[number], string>> = {
  free: '--free',
  only: '--only',
  olderThan: '--older-than',
  keepLast: '--keep-last',
};

/** Reads the options; protection of the configuration is only ever added to. */
export function cleanRequest(options: CleanOptions, configured: CleanupPolicy): CleanRequest {
  const only = options.only === undefined ? null : selectors(options.only);
  const freeBytes = options.free === undefined ? null : size('--free', options.free);
  const olderThanMs = options.olderThan === undefined ? null : age('--older-than', options.olderThan);
  const newest = options.keepLast === undefined ? null : wholeNumber('--keep-last', options.keepLast);
  const ages = olderThanMs === null ? configured.olderThan : everyKind(olderThanMs);
  return {
    request: { only, freeBytes, olderThanMs },
    policy: {
      protect: {
        ...configured.protect,
        names: [...configured.protect.names, ...(options.keep ?? [])],
      },
      olderThan: ages,
      keepLast: newest ?? configured.keepLast,
      protectNewest: newest ?? configured.protectNewest,
    },
  };
}

/** Says what does not go together, before anything is looked at. */
export function refuseContradictions(options: CleanOptions): void {
  if (options.plan !== undefined) {
    const choosing = CHOOSING.find((name) => options[name] !== undefined);
    if (choosing !== undefined)
      throw new UsageError(
        `${FLAGS[choosing]} chooses anew, and --plan names what was chosen: use one of them`,
      );
  }
  if (options.apply !== true) {
    if (options.yes === true)
      throw new UsageError('--yes says yes to --apply: without it nothing is removed');
    if (options.log !== undefined)
      throw new UsageError('--log records what --apply does: without it there is nothing to record');
    return;
  }
  if (options.script === true || options.verify === true)
    throw new UsageError('--apply removes; --script and --verify only say what would be: use one of them');
  if (options.offline === true)
    throw new UsageError(
      'nothing was removed: --apply removes through the engine’s API, and --offline never talks to an engine; start the engine, or follow --script',
    );
  if (options.sample === true)
    throw new UsageError('nothing was removed: the sample host is a capture, there is nothing to remove');
}

function selectors(named: readonly string[]): string[] {
  const names = named.flatMap((one) => one.split(',')).map((one) => one.trim());
  const wrong = names.find((name) => !SELECTORS.includes(name));
  if (wrong !== undefined)
    throw new UsageError(`--only ${wrong}: there is no such kind or rule; there are ${SELECTORS.join(', ')}`);
  return names;
}

function size(flag: string, text: string): number {
  const bytes = parseByteSize(text);
  if (bytes === null) throw new UsageError(`${flag} ${text}: give ${SIZE_FORMS}`);
  return bytes;
}

function age(flag: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === null) throw new UsageError(`${flag} ${text}: give ${DURATION_FORMS}`);
  return milliseconds;
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`${flag} ${text}: give a whole number, such as 3`);
  return Number(text);
}

function everyKind(milliseconds: number): CleanupPolicy['olderThan'] {
  return {
    images: milliseconds,
    containers: milliseconds,
    volumes: milliseconds,
    buildCache: milliseconds,
    networks: milliseconds,
  };
}
