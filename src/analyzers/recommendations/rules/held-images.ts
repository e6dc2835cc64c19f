import type { CleanupCandidate } from '../../../model/cleanup-candidate.js';
import type { RemovalRule, RuleContext } from '../rule.js';
import { unusedNamedImages } from './unused-named-images.js';

/** Records and documents of an image, which go in any case: this much is not worth removing it for. */
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
  const isMeasured = model.freed().unmeasured === 0;
  const held = unusedNamedImages(context, 0).filter(({ position }) => {
    const layers = layerPaths(context, position);
    const before = model.estimate();
    model.unmark(position);
    const lost = before - model.estimate();
    const goes = new Set(model.markListing(position));
    return (
      isMeasured && layers.length > 0 && lost <= WORTHLESS_BYTES && !layers.some((path) => goes.has(path))
    );
  });
  model.clear();
  return held;
}

/** Absolute paths of the layers that an image keeps. */
function layerPaths({ model }: RuleContext, position: number): string[] {
  const source = model.sourceOf(position);
  const id = model.objects[position]?.id;
  if (source?.kind !== 'image' || source.place === null || id === undefined) return [];
  const { root, graph } = source.place;
  return (graph.store.images.get(id)?.keptLayers ?? []).flatMap((layer) => {
    const content = graph.layers.get(layer)?.content ?? null;
    return content === null ? [] : [root.absolute(content)];
  });
}
