import { type RemovalRule, unusedFor } from '../rule.js';

/** Volumes without a name of their own whose containers are gone. */
export const anonymousVolumes: RemovalRule = {
  rule: 'anonymous-volumes',
  title: 'anonymous volumes without a container',
  preselects: true,
  advice:
    'left behind by containers that were removed without -v; look into those that are not empty before they go',
  select: (context) =>
    unusedFor(context, 'volume', context.policy.olderThan.volumes).filter(
      ({ isNamedVolume }) => !isNamedVolume,
    ),
};
