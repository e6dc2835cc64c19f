import { relative as relativePath } from 'node:path';
import { compilePatterns, matchName, type PatternNode } from '../../formats/group-patterns.js';
import type { ListingEntry } from '../../formats/walk-listing.js';
import type { WalkResult } from '../../model/walk.js';
import { emptyGroupTally, WalkTally } from './walk-tally.js';
import type { DiskWalker, WalkRequest } from './walker.js';

/** The deepest group above or at a path. */
function groupOf(patterns: PatternNode, path: string): string {
  if (path === '') return '';
  let node: PatternNode | null = patterns;
  let group = '';
  let end = -1;
  while (end < path.length) {
    const next = path.indexOf('/', end + 1);
    const stop = next < 0 ? path.length : next;
    node = matchName(node, path.slice(end + 1, stop));
    if (node === null) break;
    end = stop;
    if (node.isGroup) group = path.slice(0, end);
  }
  return group;
}

/** Whether a path is one of the directories or below one. */
function isWithin(directories: ReadonlySet<string>, path: string): boolean {
  if (directories.size === 0) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (directories.has(path.slice(0, end))) return true;
  }
  return false;
}

/** Stands in for the disk with a walk that was recorded on a real one: same grouping, same arithmetic. */
export class RecordedWalker implements DiskWalker {
  readonly #entries: readonly ListingEntry[];
  readonly #prefix: string;

  /** @param prefix the recorded name of the walk's root, as the paths of the listing start. */
  constructor(entries: readonly ListingEntry[], prefix: string) {
    this.#entries = entries;
    this.#prefix = prefix;
  }

  async walk(request: WalkRequest): Promise<WalkResult> {
    const patterns = compilePatterns(request.groups);
    const excluded = new Set(request.excluded.map((path) => relativePath(request.root, path)));
    const tally = new WalkTally();
    for (const entry of this.#entries) {
      const path = this.#relative(entry.path);
      if (path === null) continue;
      if (excluded.has(path)) tally.addExcluded(path);
      if (isWithin(excluded, path)) continue;
      const allocatedBytes = entry.blocks * 512;
      const apparentBytes = entry.type === 'd' ? 0 : entry.sizeBytes;
      const group = groupOf(patterns, path);
      if (entry.type !== 'd' && entry.links > 1) {
        const key = `${entry.device}:${entry.inode}`;
        tally.addLink({ key, links: entry.links, allocatedBytes, apparentBytes, group });
        tally.addGroup({ ...emptyGroupTally(group), newestMs: entry.modifiedMs });
      } else {
        const inode = { ...emptyGroupTally(group), allocatedBytes, apparentBytes, inodes: 1 };
        tally.addGroup({ ...inode, newestMs: entry.modifiedMs });
      }
    }
    return Promise.resolve(tally.result(request.signal?.aborted === true ? 'cancelled' : 'complete', 0));
  }

  #relative(path: string): string | null {
    if (path === this.#prefix) return '';
    return path.startsWith(`${this.#prefix}/`) ? path.slice(this.#prefix.length + 1) : null;
  }
}
