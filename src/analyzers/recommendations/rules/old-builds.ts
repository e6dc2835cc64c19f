import { imagesByRepository } from '../candidates/newest.js';
import { DAY_MS, type RemovalRule } from '../rule.js';
import { heldImages } from './held-images.js';
import { unusedNamedImages } from './unused-named-images.js';

/** Tags of old builds: all but the newest images of each repository. */
export const oldBuilds: RemovalRule = {
  rule: 'old-builds',
  title: 'old builds of a repository',
  preselects: true,
  advice: 'the newest ones of each repository stay (--keep-last)',
  select: (context) => {
    const { images, policy } = context;
    const repositories = [...imagesByRepository(images).values()];
    const newest = new Set(
      repositories.flatMap((sorted) => sorted.slice(0, policy.keepLast).map(({ id }) => id)),
    );
    const held = new Set(heldImages.select(context));
    return unusedNamedImages(context, Math.min(DAY_MS, policy.olderThan.images)).filter(
      (image) => !newest.has(image.id) && !held.has(image),
    );
  },
};
