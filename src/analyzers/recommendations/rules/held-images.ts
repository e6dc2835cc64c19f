import type { CleanupCandidate } from '../../../model/cleanup-candidate.js';
import type { RemovalRule, RuleContext } from '../rule.js';
import { unusedNamedImages } from './unused-named-images.js';

/** Records and manifests of an image, which go in any case: this much is not worth removing it for. */
const WORTHLESS_BYTES = 128 * 1024;

/** Of each context once: several rules leave these out. */
const FOUND = new WeakMap<RuleContext, readonly CleanupCandidate[]>();

/**
 * Unused images all of whose layers stay, even when every unused image goes: images in use, containers or the build
 * cache hold them.
 */
export const heldImages: RemovalRule = {
  rule: 'held-images',
  title: 'images whose layers all stay',
  preselects: false,
  advice:
    'another image, a container or the build cache holds every layer: removing them takes a name away and frees next to nothing',
  select: (context) => {
    const known = FOUND.get(context) ?? findHeld(context);
    FOUND.set(context, known);
    return known;
  },
};

function findHeld(context: RuleContext): CleanupCandidate[] {
  const { model, candidates } = context;
  const images = [...candidates.values()].filter(({ kind, isUsed }) => kind === 'image' && !isUsed);
  for (const { position } of images) model.mark(position);
  const whole = model.freed();
  const totals = new Map(
    context.images.map(({ root, id, totalBytes }) => [`${root} ${id}`, totalBytes ?? 0]),
  );
  const held = unusedNamedImages(context, 0).filter(({ position, root, id }) => {
    model.unmark(position);
    const rest = model.freed();
    model.mark(position);
    if (whole.unmeasured > 0) return false;
    const lost = whole.allocatedBytes - rest.allocatedBytes;
    // A small image goes altogether; of one whose layers stay, next to nothing does.
    return lost <= WORTHLESS_BYTES && lost * 2 < (totals.get(`${root} ${id}`) ?? 0);
  });
  model.clear();
  return held;
}
