import { type RemovalRule, unusedFor } from '../rule.js';

/** Containers that do not run, with their writable layers and logs. */
export const exitedContainers: RemovalRule = {
  rule: 'exited-containers',
  title: 'containers that do not run',
  preselects: true,
  advice: 'their logs and what was written into them go with them; their volumes stay',
  select: (context) => unusedFor(context, 'container', context.policy.olderThan.containers),
};
