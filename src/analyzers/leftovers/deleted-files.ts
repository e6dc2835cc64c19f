import type { OpenDeletedFile } from '../../model/holdings.js';
import { addBytes } from '../../model/usage.js';
import type { LeftoverFacts } from './leftovers.js';
import type { HostView } from '../host-view.js';
import { InUse } from '../accounting/in-use.js';
import { REMOVALS } from './leftover-removal.js';
import type { RootView } from '../root-view.js';

/** Where a file was: as the root names it, or below the writable layer that it lies in. */
function deletedPath({ path, upperDirectory, seenPath }: OpenDeletedFile): string {
  return path ?? `${upperDirectory ?? ''}${seenPath}`;
}

function filesOf(view: HostView, root: RootView): readonly OpenDeletedFile[] | null {
  const files = InUse.of(view.inventory).deletedFiles;
  return files === null
    ? null
    : files.filter((file) => file.allocatedBytes > 0 && view.rootAt(deletedPath(file)) === root);
}

/**
 * Blocks of deleted files of a root that are still held open; `null` when none was seen and not every process could
 * be looked at.
 */
export function deletedOpenBytes(view: HostView, root: RootView): number | null {
  const files = filesOf(view, root);
  if (files === null) return null;
  if (files.length === 0 && InUse.of(view.inventory).coverage?.complete !== true) return null;
  return files.reduce((sum, file) => addBytes(sum, file.allocatedBytes), 0);
}

/** Deleted files that both looks saw held open. No walk meets them: their bytes are not in the root's sum. */
export function deletedFileLeftovers(view: HostView, root: RootView): LeftoverFacts[] {
  const files = filesOf(view, root) ?? [];
  const names = Map.groupBy(files, deletedPath);
  return files.map((file) => {
    const path = deletedPath(file);
    const { allocatedBytes, apparentBytes } = file;
    return {
      root: root.path,
      kind: 'deleted-open-file',
      category: null,
      path,
      // Several files of one name may have been deleted one after another.
      key: (names.get(path)?.length ?? 0) > 1 ? `${path} (inode ${file.inode})` : null,
      allocatedBytes,
      apparentBytes,
      inodes: 1,
      modifiedAt: null,
      evidence: `deleted, but still in use: ${file.processes.map(holder).join('; ')}`,
      removal: REMOVALS['deleted-open-file'],
    };
  });
}

function holder({ comm, pid, descriptors, mapped }: OpenDeletedFile['processes'][number]): string {
  const by = [
    ...(descriptors.length > 0 ? [`fd ${descriptors.join(', ')}`] : []),
    ...(mapped ? ['mapped into its memory'] : []),
  ];
  return `${comm} (pid ${pid}, ${by.join(', ')})`;
}
