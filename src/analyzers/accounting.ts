import { CATEGORIES, type Category } from '../model/category.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { WalkGroup } from '../model/walk.js';
import { classify, type ClassifyContext } from './classify.js';
import type { HostView } from './host-view.js';
import { LeftoverList } from './leftovers.js';
import { OwnerMap } from './owners.js';
import { Proof } from './proof.js';
import { UnreadableCount } from './unreadable.js';

/**
 * How long something that nothing refers to must have been left alone before it is called a leftover while an engine
 * runs: unpacking a layer keeps its directory young, and no pull stands still for an hour.
 */
const SETTLED_AFTER_MS = 60 * 60 * 1000;

/** Each group of the walk in exactly one place. */
export interface Accounting {
  readonly usage: ReadonlyMap<Category, Usage>;
  readonly groups: ReadonlyMap<Category, readonly WalkGroup[]>;
  /** Largest first. */
  readonly unaccounted: readonly WalkGroup[];
  readonly leftovers: LeftoverList;
  /** What may be missing in each category because it could not be read. */
  readonly unreadable: UnreadableCount;
}

/** Puts each group of the walk into its category, or among what no rule explains. */
export function accountFor(view: HostView): Accounting {
  const groups = new Map<Category, WalkGroup[]>(CATEGORIES.map((category) => [category, []]));
  const leftovers = new LeftoverList();
  const unaccounted: WalkGroup[] = [];
  const unreadable = new UnreadableCount();
  const context = classifyContext(view);
  for (const group of view.root?.walk?.groups ?? []) {
    const owner = classify(group.path, context);
    unreadable.add(group, owner);
    if (owner === null) {
      unaccounted.push(group);
      continue;
    }
    groups.get(owner.category)?.push(group);
    if (owner.leftover !== null) leftovers.add(owner.leftover, group);
  }
  const usage = new Map(
    [...groups].map(([category, own]): [Category, Usage] => [category, own.reduce(addUsage, NO_USAGE)]),
  );
  unaccounted.sort(
    (left, right) => right.allocatedBytes - left.allocatedBytes || (left.path < right.path ? -1 : 1),
  );
  return { usage, groups, unaccounted, leftovers, unreadable };
}

function classifyContext(view: HostView): ClassifyContext {
  const { root, engine } = view;
  const readings = root === null ? [] : [root.earlierRecords, root.records];
  const proof = new Proof(view);
  const live = engine !== null || root?.heldByEngine !== false;
  const settledBefore = Date.parse(view.inventory.takenAt) - SETTLED_AFTER_MS;
  return {
    owners: new OwnerMap(readings, (driver) => proof.layers(driver)),
    damagedContainers: damagedContainers(view, proof),
    proof,
    containerdIsState: !view.usesContainerdStore,
    settled: (path) => !live || (view.usage.at(path)?.newestMs ?? Infinity) < settledBefore,
  };
}

/** Without a readable configuration in both readings, and unknown to the engine. */
function damagedContainers(view: HostView, proof: Proof): ReadonlySet<string> {
  const [earlier, later] = [view.root?.earlierRecords, view.root?.records].map(
    (records) => new Set(records?.damagedContainers),
  );
  const known = new Set(view.containers.map(({ record }) => record.id));
  return new Set(
    [...(earlier ?? [])].filter((id) => later?.has(id) === true && !known.has(id) && proof.container(id)),
  );
}
