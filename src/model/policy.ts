/** What may never be part of a cleanup. */
export interface ProtectionRules {
  /** Glob patterns for names: `repo:tag` of images, names of containers, volumes and networks; ids and their beginnings too. */
  readonly names: readonly string[];
  /** `key` or `key=value`. An object with such a label is protected. */
  readonly labels: readonly string[];
}

/** The label that protects an object without any configuration. */
export const KEEP_LABEL = 'bilge.keep=true';

/** How old something must be to be recommended, milliseconds without use; 0: any age. */
export interface CleanupAges {
  readonly images: number;
  readonly containers: number;
  readonly volumes: number;
  readonly buildCache: number;
  readonly networks: number;
}

/** Rules and thresholds of a cleanup. */
export interface CleanupPolicy {
  readonly protect: ProtectionRules;
  readonly olderThan: CleanupAges;
  /** Newest images of each repository that an old-builds rule leaves. */
  readonly keepLast: number;
  /** Newest images of each repository that no rule and no target takes; 0: none is kept for that. */
  readonly protectNewest: number;
}

const DAY_MS = 86_400_000;

export const DEFAULT_POLICY: CleanupPolicy = {
  protect: { names: [], labels: [KEEP_LABEL] },
  olderThan: {
    images: 30 * DAY_MS,
    containers: 7 * DAY_MS,
    volumes: 30 * DAY_MS,
    buildCache: 7 * DAY_MS,
    networks: 7 * DAY_MS,
  },
  keepLast: 3,
  protectNewest: 0,
};
