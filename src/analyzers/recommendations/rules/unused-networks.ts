import { type RemovalRule, unusedFor } from '../rule.js';

/** Networks that no container is configured for. They take no space, but subnets of the address pools. */
export const unusedNetworks: RemovalRule = {
  rule: 'unused-networks',
  title: 'networks without a container',
  preselects: true,
  advice: 'they take no space on the disk, but subnets of the address pools; compose makes its own again',
  select: (context) => unusedFor(context, 'network', context.policy.olderThan.networks),
};
