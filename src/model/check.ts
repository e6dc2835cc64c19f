/** The rules of `bilge check`, by the names of their options. */
export const CHECK_RULES = [
  'max-used',
  'max-inodes',
  'max-reclaimable',
  'max-leftovers',
  'max-log',
  'max-log-growth',
] as const;

export type CheckRule = (typeof CHECK_RULES)[number];

/** `unjudged`: a figure is unmeasured, or known to be no more than a lower bound, so that nobody can tell. */
export const CHECK_STATES = ['broken', 'unjudged', 'holds'] as const;

/** A size, or a share of what the filesystem has in use. */
export type SizeLimit = { readonly bytes: number } | { readonly percent: number };

/** What `bilge check` holds the host to; `null`: no such rule. A figure breaks a rule when it is above the limit. */
export interface CheckThresholds {
  /** Share of a filesystem in use, as `df` counts it. */
  readonly maxUsedPercent: number | null;
  readonly maxInodesPercent: number | null;
  readonly maxReclaimable: SizeLimit | null;
  readonly maxLeftoversBytes: number | null;
  /** One container's log. */
  readonly maxLogBytes: number | null;
  /** One container's log, a day. */
  readonly maxLogGrowthBytes: number | null;
}

export const NO_THRESHOLDS: CheckThresholds = {
  maxUsedPercent: null,
  maxInodesPercent: null,
  maxReclaimable: null,
  maxLeftoversBytes: null,
  maxLogBytes: null,
  maxLogGrowthBytes: null,
};

/** What counts where nobody has set a threshold. */
export const DEFAULT_THRESHOLDS: CheckThresholds = {
  ...NO_THRESHOLDS,
  maxUsedPercent: 90,
  maxInodesPercent: 90,
  maxLeftoversBytes: 1e9,
  maxLogGrowthBytes: 1e9,
};

/** Both, key by key: what `later` sets wins. */
export function joinThresholds(earlier: CheckThresholds, later: CheckThresholds): CheckThresholds {
  return {
    maxUsedPercent: later.maxUsedPercent ?? earlier.maxUsedPercent,
    maxInodesPercent: later.maxInodesPercent ?? earlier.maxInodesPercent,
    maxReclaimable: later.maxReclaimable ?? earlier.maxReclaimable,
    maxLeftoversBytes: later.maxLeftoversBytes ?? earlier.maxLeftoversBytes,
    maxLogBytes: later.maxLogBytes ?? earlier.maxLogBytes,
    maxLogGrowthBytes: later.maxLogGrowthBytes ?? earlier.maxLogGrowthBytes,
  };
}

export function setsNothing(thresholds: CheckThresholds): boolean {
  return Object.values(thresholds).every((limit) => limit === null);
}
