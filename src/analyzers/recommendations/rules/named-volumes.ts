import { type RemovalRule, unusedFor } from '../rule.js';

/** Volumes that somebody has named. Nobody but a person knows whether they are needed: they are never preselected. */
export const namedVolumes: RemovalRule = {
  rule: 'named-volumes',
  title: 'named volumes without a container',
  preselects: false,
  advice: 'somebody has named them: they are only taken when --only names them (named-volumes)',
  select: (context) =>
    unusedFor(context, 'volume', context.policy.olderThan.volumes).filter(
      ({ isNamedVolume }) => isNamedVolume,
    ),
};
