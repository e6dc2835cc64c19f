import { DAY_MS, type RemovalRule, unusedFor } from '../rule.js';

/** Images that no name points to. A build that goes on has such for a while: those of the last day are left. */
export const danglingImages: RemovalRule = {
  rule: 'dangling-images',
  title: 'images without a name',
  preselects: true,
  advice: 'results of builds that a later build has taken the name of; nobody can run them by name',
  select: (context) =>
    unusedFor(context, 'image', Math.min(DAY_MS, context.policy.olderThan.images)).filter(
      ({ position, seen }) =>
        seen.references?.length === 0 && context.model.objects[position]?.goesWithChildren === false,
    ),
};
