import { type RemovalRule, unusedFor } from '../rule.js';

/** Records that no build used for a while, and whose own data goes with them. */
export const buildCache: RemovalRule = {
  rule: 'build-cache',
  title: 'build cache that no build used lately',
  preselects: true,
  advice: 'the next build that would have used it takes longer',
  select: (context) => {
    const { model, policy } = context;
    const found = unusedFor(context, 'build-cache', policy.olderThan.buildCache);
    // A record that a younger one stands on stays with it.
    for (const { position } of found) model.mark(position);
    const free = found.filter(({ position }) => model.isRemoved(position));
    model.clear();
    return free;
  },
};
