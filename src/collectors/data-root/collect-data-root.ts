import type { Filesystem } from '../../model/filesystem.js';
import type { RootInventory, RootKind, RootOrigin } from '../../model/inventory.js';
import type { Problem } from '../../model/problem.js';
import type { WalkResult } from '../../model/walk.js';
import { walkGroups } from '../../model/walk-groups.js';
import type { FileSource } from '../disk/file-source.js';
import type { DiskWalker } from '../disk/walker.js';
import type { DriverSizes } from './driver-sizes.js';
import { RecordReader } from './record-reader.js';
import { RecordsReader } from './records.js';

/** Where a root is and what stands for its disk. */
export interface RootPlace {
  readonly kind: RootKind;
  readonly origin: RootOrigin;
  /** Whose engine it is, where it is one user's. */
  readonly user?: string | null;
  /** Absolute path without symlinks. */
  readonly path: string;
  readonly files: FileSource;
  readonly walker: DiskWalker;
  readonly filesystem: Filesystem | null;
  /** A running engine holds this root; `null` when that cannot be seen. */
  readonly heldByEngine: boolean | null;
  /** Since when, RFC 3339; nothing: that cannot be seen. */
  readonly heldSince?: string | null;
  /** Absolute mount points below the root. */
  readonly mountPoints: readonly string[];
  /** The volume manager of a storage driver, where there is one to ask; without it, none is asked. */
  readonly driverSizes?: ((driver: string) => DriverSizes | null) | undefined;
  /** Absolute paths of other roots below this one: they are read and counted as roots of their own. */
  readonly nested: readonly string[];
}

export interface RootOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with what is known so far: first without a walk, then with a growing one. */
  readonly onProgress?: ((soFar: RootResult) => void) | undefined;
}

export interface RootResult {
  readonly inventory: RootInventory;
  readonly problems: readonly Problem[];
}

/**
 * Reads a root: its metadata, the walk, and the metadata again, so that nothing that came or went during the
 * walk is mistaken for something nobody refers to.
 */
export async function collectDataRoot(place: RootPlace, options: RootOptions = {}): Promise<RootResult> {
  const records = new RecordsReader(place.kind, place.driverSizes);
  const firstReader = new RecordReader(place.files);
  const earlierRecords = await records.read(firstReader);
  const result = (walk: WalkResult | null, later = earlierRecords, reader = firstReader): RootResult => ({
    inventory: {
      kind: place.kind,
      origin: place.origin,
      user: place.user ?? null,
      path: place.path,
      denied: false,
      filesystem: place.filesystem,
      records: later,
      earlierRecords,
      walk,
      heldByEngine: place.heldByEngine,
      heldSince: place.heldSince ?? null,
      mountPoints: place.mountPoints.map((point) => point.slice(place.path.length + 1)),
    },
    problems: [...reader.problems(), ...walkProblems(place.path, walk)],
  });
  options.onProgress?.(result(null));
  const walk = await place.walker.walk({
    root: place.path,
    groups: walkGroups(place.kind),
    mountPoints: place.mountPoints,
    excluded: place.nested,
    signal: options.signal,
    onProgress: (soFar) => {
      options.onProgress?.(result(soFar));
    },
  });
  const secondReader = new RecordReader(place.files);
  return result(walk, await records.read(secondReader), secondReader);
}

/** What the walk could not see, as problems. */
function walkProblems(root: string, walk: WalkResult | null): Problem[] {
  if (walk === null) return [];
  const problems: Problem[] = walk.unreadable.slice(0, 5).map(({ path, code }) => ({
    source: 'disk',
    code: code === 'EACCES' || code === 'EPERM' ? 'permission-denied' : 'unreadable',
    message: `${path} could not be measured (${code})`,
    path,
    missing: `the size of everything below ${path}`,
    hint: code === 'EACCES' || code === 'EPERM' ? 'run bilge as root (sudo)' : null,
  }));
  const more = walk.unreadableCount - problems.length;
  if (more > 0) {
    const message = `${more} more entries below ${root} could not be measured`;
    problems.push({
      source: 'disk',
      code: 'unreadable',
      message,
      path: root,
      missing: 'their sizes',
      hint: null,
    });
  }
  if (walk.state === 'cancelled') problems.push(cancelledProblem(root));
  return problems;
}

/** Said of a root that was not walked to its end. */
export function cancelledProblem(root: string): Problem {
  return {
    source: 'disk',
    code: 'scan-cancelled',
    message: `the scan of ${root} was cancelled`,
    path: root,
    missing: 'everything that had not been reached: sizes are lower bounds',
    hint: 'run bilge again and let it finish',
  };
}
