import type { BilgeConfig } from '../../formats/bilge-config.js';
import { type CheckThresholds, joinThresholds, NO_THRESHOLDS } from '../../model/check.js';
import { type CleanupPolicy, DEFAULT_POLICY } from '../../model/policy.js';

/**
 * What several files say together, the later ones of more weight: a threshold is the last one that was set, key by key;
 * what any of them protects stays protected.
 */
export function joinConfigs(configs: readonly BilgeConfig[]): {
  readonly policy: CleanupPolicy;
  readonly check: CheckThresholds;
} {
  let policy = DEFAULT_POLICY;
  let check = NO_THRESHOLDS;
  for (const config of configs) {
    policy = {
      protect: {
        names: union(policy.protect.names, config.protect.names),
        labels: union(policy.protect.labels, config.protect.labels),
      },
      olderThan: { ...policy.olderThan, ...config.olderThan },
      keepLast: config.keepLast ?? policy.keepLast,
      protectNewest: policy.protectNewest,
    };
    check = joinThresholds(check, config.check);
  }
  return { policy, check };
}

function union(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set([...left, ...right])];
}
