import { imagesByRepository } from '../candidates/newest.js';
import { DAY_MS, type RemovalRule } from '../rule.js';
import { heldImages } from './held-images.js';
import { unusedNamedImages } from './unused-named-images.js';

/** What was built or pulled within a week may be waiting to be deployed. */
const WEEK_MS = 7 * DAY_MS;

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
    return unusedNamedImages(context, Math.min(WEEK_MS, policy.olderThan.images)).filter(
      (image) => !newest.has(image.id) && !held.has(image),
    );
  },
};
