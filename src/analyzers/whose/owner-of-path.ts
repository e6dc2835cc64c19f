import type { KeyPath } from '../../model/key-path.js';
import type { WhoseAnswer } from '../../report/types.js';
import type { RootView } from '../root-view.js';
import { describeArea } from './area.js';
import type { Subject } from './subject.js';
import type { SubjectIndex } from './subject-index.js';
import type { WhoseHost } from './whose-host.js';

/** What a path below a root belongs to. */
export interface PathOwner {
  readonly subject: Subject;
  /** Category that the accounting counts the path in; `null`: unaccounted. */
  readonly category: WhoseAnswer['category'];
  readonly file: NonNullable<WhoseAnswer['file']>;
}

/**
 * Whose a path is: the object of the innermost group above it, by the classification behind the figures, so that
 * this can say nothing else than they do.
 * @param at.path absolute; below `root` or the root itself.
 * @returns `null` when nothing is there and no object has its place there.
 */
export function ownerOfPath(
  host: WhoseHost,
  index: SubjectIndex,
  root: RootView,
  at: KeyPath,
): PathOwner | null {
  const path = at.path === root.path ? '' : at.path.slice(root.path.length + 1);
  const placed = index.at(root, path);
  const { group, met } = groupAbove(host, root, path);
  const isDirectoryOfGroups = root.usage.at(path) !== null && !host.groupsOf(root).has(path);
  const place = placed?.place.path ?? '';
  // Of a layer that is known and whose directory is gone there is a place, and no group.
  const innermost = place.length > group.length ? place : group;
  if (placed === null && !isDirectoryOfGroups && isNothing(root, at, group === path, met)) return null;
  const owner = host.ownerOf(root, innermost);
  const leftover = owner?.leftover == null ? null : index.leftover(host.leftoverReport(root, owner.leftover));
  const subject = leftover ?? placed?.subject ?? areaOf(host, root, isDirectoryOfGroups ? path : innermost);
  return {
    subject,
    category: owner?.category ?? null,
    file: {
      path: at.path,
      part: leftover === null ? partOf(owner?.category ?? null, placed?.place.part ?? null) : 'part of it',
      ...measuredAt(root, path, at),
      mountPoint: mountPointAbove(root, path),
    },
  };
}

/** Nothing is there: neither now nor when the root was walked. */
function isNothing(root: RootView, { entry }: KeyPath, isGroup: boolean, met: boolean): boolean {
  if (entry === 'absent') return !isGroup || !met;
  return entry === 'unknown' && !met && root.inventory.walk?.state === 'complete';
}

/**
 * The innermost group at or above a path. Where every entry of a directory is a group of its own and the walk has not
 * met this one, it is new, or left out: then the group that it would be, with `met` false.
 */
function groupAbove(host: WhoseHost, root: RootView, path: string): { group: string; met: boolean } {
  const groups = host.groupsOf(root);
  let above = path;
  while (above !== '' && !groups.has(above)) above = above.slice(0, Math.max(0, above.lastIndexOf('/')));
  if (above === path || !host.holdsGroups(root, above)) return { group: above, met: true };
  const end = path.indexOf('/', above === '' ? 0 : above.length + 1);
  const child = end < 0 ? path : path.slice(0, end);
  return { group: child, met: root.usage.at(child) !== null };
}

function partOf(category: WhoseAnswer['category'], part: string | null): string {
  return category === 'container-logs' ? 'its logs' : (part ?? 'part of it');
}

/** A subtree that the walk has kept apart is measured as a whole, another file by itself. */
function measuredAt(root: RootView, path: string, { entry }: KeyPath) {
  const usage = root.measured ? root.usage.at(path) : null;
  const known = typeof entry === 'string' ? null : entry;
  const alone = known?.type === 'directory' ? null : known;
  return {
    type: entry === 'absent' ? entry : (known?.type ?? null),
    allocatedBytes: usage?.allocatedBytes ?? alone?.allocatedBytes ?? null,
    apparentBytes: usage?.apparentBytes ?? alone?.apparentBytes ?? null,
  };
}

/** What is mounted inside a root is no part of its figures. */
function mountPointAbove(root: RootView, path: string): string | null {
  const mounts = [...root.inventory.mountPoints, ...(root.inventory.walk?.mountsSkipped ?? [])];
  const above = mounts.filter((mount) => mount !== '' && (path === mount || path.startsWith(`${mount}/`)));
  const [innermost] = above.sort((left, right) => right.length - left.length);
  return innermost === undefined ? null : root.absolute(innermost);
}

function areaOf(host: WhoseHost, root: RootView, path: string): Subject {
  return {
    kind: 'area',
    root: root.path,
    id: root.absolute(path),
    name: null,
    keys: [],
    words: [],
    places: [],
    answer: () => describeArea(host, root, path),
  };
}
