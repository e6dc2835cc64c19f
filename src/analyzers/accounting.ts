import { CATEGORIES, type Category } from '../model/category.js';
import { metadataDatabase } from '../model/containerd-layout.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { WalkGroup } from '../model/walk.js';
import { mayKeepImagesInContainerd } from './coverage.js';
import { classify } from './classify.js';
import type { ClassifyContext, ContainerdPlace } from './classify-context.js';
import type { HostView } from './host-view.js';
import type { RootView } from './root-view.js';
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
export function accountFor(view: HostView, root: RootView): Accounting {
  const groups = new Map<Category, WalkGroup[]>(CATEGORIES.map((category) => [category, []]));
  const leftovers = new LeftoverList();
  const unaccounted: WalkGroup[] = [];
  const unreadable = new UnreadableCount();
  const context = classifyContext(view, root);
  const database = metadataDatabase(context.containerd?.path ?? '');
  for (const group of root.inventory.walk?.groups ?? []) {
    const owner = classify(group.path, context);
    unreadable.add(group, owner);
    if (owner === null) {
      unaccounted.push(group);
      continue;
    }
    groups.get(owner.category)?.push(group);
    if (owner.leftover !== null) leftovers.add(owner.leftover, group, database);
  }
  const usage = new Map(
    [...groups].map(([category, own]): [Category, Usage] => [category, own.reduce(addUsage, NO_USAGE)]),
  );
  unaccounted.sort(
    (left, right) => right.allocatedBytes - left.allocatedBytes || (left.path < right.path ? -1 : 1),
  );
  return { usage, groups, unaccounted, leftovers, unreadable };
}

function classifyContext(view: HostView, root: RootView): ClassifyContext {
  const { earlierRecords, records, heldByEngine } = root.inventory;
  const proof = new Proof(root);
  const live = heldByEngine !== false || (view.engine !== null && root === view.primary);
  const now = Date.parse(view.inventory.takenAt);
  const containers = view.containersKnown ? new Set(view.containers.map(({ record }) => record.id)) : null;
  const readings = [earlierRecords, records];
  return {
    owners: new OwnerMap(readings, (driver) => proof.layers(driver), {
      containers,
      now,
      startedAt: null,
      live,
    }),
    damagedContainers: damagedContainers(view, root, proof),
    proof,
    containerd: containerdPlace(root),
    containerdIsState: !mayKeepImagesInContainerd(view, root),
    settled: (path) => !live || (root.usage.at(path)?.newestMs ?? Infinity) < now - SETTLED_AFTER_MS,
  };
}

/** Where containerd's root lies in this one, as far as both readings agree on it. */
function containerdPlace(root: RootView): ContainerdPlace | null {
  const readings = [root.inventory.earlierRecords, root.inventory.records].map(
    ({ containerd }) => containerd[0],
  );
  const path = readings.find((store) => store !== undefined)?.path;
  if (path === undefined) return null;
  const hasImages = root.graphs.some(({ store }) => store.imageStore === 'containerd');
  return { path, hasImages, reliable: readings.every((store) => store?.reliable === true) };
}

/** Without a readable configuration in both readings, and unknown to the engine. */
function damagedContainers(view: HostView, root: RootView, proof: Proof): ReadonlySet<string> {
  const [earlier, later] = [root.inventory.earlierRecords, root.inventory.records].map(
    (records) => new Set(records.damagedContainers),
  );
  const known = new Set(view.containers.map(({ record }) => record.id));
  return new Set(
    [...(earlier ?? [])].filter((id) => later?.has(id) === true && !known.has(id) && proof.container(id)),
  );
}
