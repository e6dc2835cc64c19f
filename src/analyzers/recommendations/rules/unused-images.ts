import type { RemovalRule } from '../rule.js';
import { heldImages } from './held-images.js';
import { unusedNamedImages } from './unused-named-images.js';

/** Images with a name that no container was made from for a while. */
export const unusedImages: RemovalRule = {
  rule: 'unused-images',
  title: 'images without a container',
  preselects: true,
  advice: 'they can be pulled or built again; when they were used last is known from what is still here',
  select: (context) => {
    const held = new Set(heldImages.select(context));
    return unusedNamedImages(context, context.policy.olderThan.images).filter((image) => !held.has(image));
  },
};
