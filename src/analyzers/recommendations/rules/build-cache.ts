import { type RemovalRule, unusedFor } from '../rule.js';

/** Records that no build used for a while, and whose own data goes with them. */
export const buildCache: RemovalRule = {
  rule: 'build-cache',
  title: 'build cache that no build used lately',
  preselects: true,
  advice: 'the next build that would have used it takes longer',
  // A record that a younger one stands on stays with it, as whatever was found and cannot go.
  select: (context) => unusedFor(context, 'build-cache', context.policy.olderThan.buildCache),
};
