import { CATEGORIES, type Category } from '../../model/category.js';
import { metadataDatabase } from '../../model/containerd-layout.js';
import { CONTAINERS } from '../../model/data-root-layout.js';
import { addUsage, NO_USAGE, type Usage } from '../../model/usage.js';
import type { WalkGroup } from '../../model/walk.js';
import { buildContent } from './build-content.js';
import { mayKeepImagesInContainerd } from '../coverage.js';
import { classify } from './classify.js';
import type { ClassifyContext, ContainerdPlace } from './classify-context.js';
import { deadMountKeys } from '../leftovers/dead-mounts.js';
import type { HostView } from '../host-view.js';
import { InUse } from './in-use.js';
import { KnownContainers } from './known-containers.js';
import type { RootView } from '../root-view.js';
import { type Gathered, LeftoverList } from '../leftovers/leftovers.js';
import { type Owner, ownedBy } from './owner.js';
import { OwnerMap } from './owners.js';
import { Proof } from './proof.js';
import { Settled } from './settled.js';
import { UnreadableCount } from './unreadable.js';

/** Each group of the walk in exactly one place. */
export interface Accounting {
  readonly usage: ReadonlyMap<Category, Usage>;
  readonly groups: ReadonlyMap<Category, readonly WalkGroup[]>;
  /** Largest first. */
  readonly unaccounted: readonly WalkGroup[];
  readonly leftovers: LeftoverList;
  /** Whose a path is, relative to the root: the decision for its group, or by the same rules where there is none. */
  readonly ownerAt: (path: string) => Owner | null;
  /** What may be missing in each category because it could not be read. */
  readonly unreadable: UnreadableCount;
}

/** The accounting of every root that was measured. */
export interface HostAccounting {
  readonly of: ReadonlyMap<RootView, Accounting>;
  /** Ids of containers that are leftovers: their removal did not finish. */
  readonly halfRemoved: ReadonlySet<string>;
}

export function accountForHost(view: HostView): HostAccounting {
  const measured = view.roots.filter((root) => root.measured);
  const of = new Map(measured.map((root) => [root, accountFor(view, root)]));
  const halfRemoved = [...of.values()].flatMap(({ leftovers }) =>
    leftovers
      .all()
      .filter(({ leftover }) => leftover.kind === 'half-removed-container')
      .map(({ path }) => path.slice(CONTAINERS.length + 1)),
  );
  return { of, halfRemoved: new Set(halfRemoved) };
}

/** What is used to tell what is a leftover in a root. */
interface Evidence {
  readonly containers: KnownContainers;
  readonly proof: Proof;
  readonly settled: Settled;
}

/**
 * Puts each group of the walk into its category, or among what no rule explains.
 * @param dead keys of mounts that keep nothing in use
 */
export function accountFor(view: HostView, root: RootView, dead = deadMountKeys(view)): Accounting {
  const groups = new Map<Category, WalkGroup[]>(CATEGORIES.map((category) => [category, []]));
  const leftovers = new LeftoverList();
  const unaccounted: WalkGroup[] = [];
  const unreadable = new UnreadableCount();
  const proof = new Proof(root);
  const evidence = {
    proof,
    containers: new KnownContainers(view, root, proof),
    settled: new Settled(view, root),
  };
  const context = classifyContext(view, root, evidence);
  const database = metadataDatabase(context.containerd?.path ?? '');
  const owners = (root.inventory.walk?.groups ?? []).map((group): [WalkGroup, Owner | null] => [
    group,
    classify(group.path, context),
  ]);
  for (const [group, owner] of owners)
    if (owner?.leftover != null) leftovers.add(owner.leftover, group, database);
  const inUse = InUse.of(view.inventory);
  const isUsed = ({ groups: parts }: Gathered): boolean =>
    parts.some(({ path }) => inUse.has(root.absolute(path), dead));
  const none = leftovers.reject((candidate) => !evidence.settled.of(candidate) || isUsed(candidate));
  const decided = new Map<string, Owner | null>();
  for (const [group, found] of owners) {
    const owner = found !== null && none.has(group) ? ownedBy(found.otherwise) : found;
    decided.set(group.path, owner);
    unreadable.add(group, owner);
    if (owner === null) unaccounted.push(group);
    else groups.get(owner.category)?.push(group);
  }
  const usage = new Map(
    [...groups].map(([category, own]): [Category, Usage] => [category, own.reduce(addUsage, NO_USAGE)]),
  );
  unaccounted.sort(
    (left, right) => right.allocatedBytes - left.allocatedBytes || (left.path < right.path ? -1 : 1),
  );
  // What the walk has not met is part of a leftover that it has met, or of none.
  const unmet = (path: string): Owner | null => {
    const owner = classify(path, context);
    return owner?.leftover == null || leftovers.has(owner.leftover) ? owner : ownedBy(owner.otherwise);
  };
  const ownerAt = (path: string): Owner | null =>
    decided.get(path) ?? (decided.has(path) ? null : unmet(path));
  return { usage, groups, unaccounted, leftovers, ownerAt, unreadable };
}

function classifyContext(
  view: HostView,
  root: RootView,
  { containers, proof, settled }: Evidence,
): ClassifyContext {
  const { earlierRecords, records } = root.inventory;
  const readings = [earlierRecords, records];
  const ids = view.containersKnown ? new Set(view.containers.map(({ record }) => record.id)) : null;
  return {
    owners: new OwnerMap(readings, {
      layersProvable: (driver) => proof.layers(driver),
      containers,
      containerd: {
        containers: ids,
        now: Date.parse(view.inventory.takenAt),
        startedAt: settled.startedAt,
        live: settled.live,
      },
    }),
    containers,
    proof,
    containerd: containerdPlace(root),
    containerdIsState: !mayKeepImagesInContainerd(view, root),
    buildContent: buildContent(readings),
    isThere: (path) => root.usage.at(path) !== null,
    settled: (path) => settled.at(root.usage.at(path)?.newestMs ?? Infinity),
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
