import { posix } from 'node:path';
import { ROOTFS } from '../../model/data-root-layout.js';
import { isHex64 } from '../../model/digest.js';
import type { MountHolding } from '../../model/holdings.js';
import type { HostView } from '../host-view.js';
import { InUse, mountKey } from '../accounting/in-use.js';
import { KnownContainers } from '../accounting/known-containers.js';
import { type LeftoverFacts, timeOf } from './leftovers.js';
import { REMOVALS } from './leftover-removal.js';
import { Proof } from '../accounting/proof.js';
import type { RootView } from '../root-view.js';
import { Settled } from '../accounting/settled.js';

/** A mount that no running container accounts for, as far as the records say. */
export interface IdleMount {
  readonly holding: MountHolding;
  readonly root: RootView;
  /** The writable layer it shows, or its mount point. */
  readonly directory: string;
  readonly evidence: string;
}

/** Mounts of writable layers of a root, of no container that runs. Those of work under way are left out. */
export function idleMounts(view: HostView, root: RootView): IdleMount[] {
  const holders = holdersOf(view);
  const settled = new Settled(view, root);
  const containers = new KnownContainers(view, root, new Proof(root));
  return InUse.of(view.inventory).mounts.flatMap((holding) => {
    const directory = shownDirectory(holding);
    if (directory === null || view.rootAt(directory) !== root) return [];
    const id = holders.get(directory) ?? containerOfMountPoint(root, directory);
    const state = id === null ? 'of no container' : stateOf(containers, id, settled.live);
    // Of builds that run no record tells.
    const mayRunLong = id === null;
    const mountedMs = Date.parse(holding.mountedAt ?? '');
    if (state === null || !settled.at(mountedMs, mayRunLong)) return [];
    return [{ holding, root, directory, evidence: `${whatIs(holding)} ${state}` }];
  });
}

const DEAD = new WeakMap<HostView, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

function deadOf(view: HostView, root: RootView): IdleMount[] {
  const inUse = InUse.of(view.inventory);
  return idleMounts(view, root).filter(({ directory }) => inUse.byProcess(directory) === false);
}

/** Keys of the host's dead mounts: no process works in what they show, and it is in use by nobody else. */
export function deadMountKeys(view: HostView): ReadonlySet<string> {
  if (view.inventory.confirmation === null) return NONE;
  const known = DEAD.get(view);
  if (known !== undefined) return known;
  const dead = view.roots.flatMap((root) => (root.measured ? deadOf(view, root) : []));
  const keys = new Set(dead.map(({ holding }) => mountKey(holding)));
  DEAD.set(view, keys);
  return keys;
}

/** Dead mounts take no bytes, but keep what they show from being removed. */
export function deadMounts(view: HostView, root: RootView): LeftoverFacts[] {
  const { doubt } = InUse.of(view.inventory);
  return deadOf(view, root).map(({ holding, directory, evidence }) => ({
    root: root.path,
    kind: 'dead-mount',
    category: null,
    path: holding.mountPoints[0] ?? directory,
    key: null,
    allocatedBytes: 0,
    apparentBytes: 0,
    inodes: 0,
    modifiedAt: holding.mountedAt === null ? null : timeOf(Date.parse(holding.mountedAt)),
    evidence: `${evidence}, and no process works in it${doubt}; mounted at ${shownAt(holding)}`,
    removal: REMOVALS['dead-mount'],
  }));
}

/** Containers by the absolute path of their writable layer; `null` for that of a build step. */
function holdersOf(view: HostView): Map<string, string | null> {
  const holders = new Map<string, string | null>();
  for (const root of view.roots) {
    for (const { store } of root.graphs) {
      for (const { name, writable } of store.mounts) {
        if (writable !== null) holders.set(root.absolute(writable), isHex64(name) ? name : null);
      }
    }
  }
  return holders;
}

const CONTAINER_ROOT = new RegExp(`/${ROOTFS}/[^/]+/[0-9a-f]{64}$`);

/** Where containerd mounts snapshots while it unpacks them. Source: containerd, core/mount/temp.go. */
const TEMPORARY_MOUNT = /\/tmpmounts\/containerd-mount[^/]*$/;

/** The layer's directory above `diff`, `upper` or `fs`, or above `merged`; or the mount point of a container. */
function shownDirectory({ upperDirectory, sourceDirectory, mountPoints }: MountHolding): string | null {
  if (upperDirectory !== null) return posix.dirname(upperDirectory);
  for (const point of mountPoints) {
    if (posix.basename(point) === 'merged') return posix.dirname(point);
    if (CONTAINER_ROOT.test(point)) return point;
    if (TEMPORARY_MOUNT.test(point)) return sourceDirectory === null ? point : posix.dirname(sourceDirectory);
  }
  return null;
}

/** `rootfs/<snapshotter>/<container>`. */
function containerOfMountPoint(root: RootView, path: string): string | null {
  const [top, , id = '', more] = path.slice(root.path.length + 1).split('/');
  return top === ROOTFS && isHex64(id) && more === undefined ? id : null;
}

/** Why the mount of a container is of no use; `null` when it may be. */
function stateOf(containers: KnownContainers, id: string, live: boolean): string | null {
  if (containers.isGone(id)) return `of container ${id}, which does not exist`;
  if (!containers.isKnown(id)) return null;
  if (!containers.mayRun(id)) return `of container ${id}, which does not run`;
  // Without an engine its state is the last that was recorded.
  return live ? null : `of container ${id}, which was running when the engine was ended`;
}

function whatIs({ filesystemType, upperDirectory, sourceDirectory }: MountHolding): string {
  const what = upperDirectory === null ? sourceDirectory : `over ${upperDirectory}`;
  return `a mount (${filesystemType}${what === null ? '' : ` ${what}`})`;
}

/** Views named at most; a namespace has few processes, a host may have many namespaces. */
const VIEWS_NAMED = 3;

function shownAt({ views }: MountHolding): string {
  const named = views
    .slice(0, VIEWS_NAMED)
    .map(({ mountPoint, namespace, pid }) => `${mountPoint} in mount namespace ${namespace} (pid ${pid})`);
  const more = views.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
