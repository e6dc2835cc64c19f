import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { compilePatterns, matchName, type PatternNode } from '../../formats/group-patterns.js';
import type { UnreadableEntry } from '../../model/walk.js';
import { addBytes } from '../../model/usage.js';
import { type DirectoryEntry, DirectoryError, DirectoryReader } from './directory-reader.js';
import { LeftOut } from './left-out.js';
import { SUBVOLUME_INODES } from './btrfs.js';
import type { DirectoryTask, WalkBatch, WorkerSetup } from './walk-messages.js';
import { type GroupTally, groupIn, type LinkSighting } from './walk-tally.js';

/** What stands for a directory that is no longer there: nothing, a file, or a symlink that is not followed. */
const GONE = new Set(['VANISHED', 'ENOENT', 'ENOTDIR', 'ELOOP']);

/** Reads directories one at a time and keeps the figures until they are taken as a batch. Runs inside a worker. */
export class DirectoryWalk {
  readonly #setup: WorkerSetup;
  readonly #patterns: PatternNode;
  readonly #mounts: LeftOut;
  readonly #otherRoots: LeftOut;
  #groups = new Map<string, GroupTally>();
  #links: LinkSighting[] = [];
  #unreadable: UnreadableEntry[] = [];
  #mountsSkipped: string[] = [];
  #excluded: string[] = [];
  #vanished = 0;

  constructor(setup: WorkerSetup) {
    this.#setup = setup;
    this.#patterns = compilePatterns(setup.groups);
    this.#mounts = new LeftOut(setup.root, setup.mountPoints);
    this.#otherRoots = new LeftOut(setup.root, setup.excluded);
  }

  /**
   * Reads one directory, counts its entries and returns the directories found in it.
   * @param goOn asked now and then within a large directory; a batch may be taken there. False ends the reading.
   */
  read(task: DirectoryTask, goOn: () => boolean): DirectoryTask[] {
    const found: DirectoryTask[] = [];
    let reader: DirectoryReader;
    try {
      reader = new DirectoryReader(task);
    } catch (error) {
      this.#missed(task.relative, task.group, error);
      return found;
    }
    const node = this.#nodeAt(task.relative);
    const mounts = this.#mounts.in(task.relative);
    const otherRoots = this.#otherRoots.in(task.relative);
    try {
      reader.visit({
        entry: (entry) => {
          if (otherRoots?.has(entry.name) === true) {
            this.#excluded.push(child(task.relative, entry.name));
          } else if (mounts?.has(entry.name) === true || this.#isOtherDevice(reader, entry, task.device)) {
            this.#mountsSkipped.push(child(task.relative, entry.name));
          } else {
            this.#count(task, reader, entry, matchName(node, entry.name), found);
          }
        },
        missed: (name, code) => {
          this.#missed(child(task.relative, name), task.group, new DirectoryError(code));
        },
        goOn,
      });
    } catch (error) {
      this.#missed(task.relative, task.group, error);
    } finally {
      reader.close();
    }
    return found;
  }

  /** Hands over what has been counted since the last call. */
  takeBatch(): WalkBatch {
    const batch: WalkBatch = {
      groups: [...this.#groups.values()],
      links: this.#links,
      vanished: this.#vanished,
      unreadable: this.#unreadable,
      mountsSkipped: this.#mountsSkipped,
      excluded: this.#excluded,
    };
    this.#groups = new Map();
    this.#links = [];
    this.#unreadable = [];
    this.#mountsSkipped = [];
    this.#excluded = [];
    this.#vanished = 0;
    return batch;
  }

  #count(
    task: DirectoryTask,
    reader: DirectoryReader,
    entry: DirectoryEntry,
    matched: PatternNode | null,
    found: DirectoryTask[],
  ): void {
    const { stats } = entry;
    const group = groupIn(
      this.#groups,
      matched?.isGroup === true ? child(task.relative, entry.name) : task.group,
    );
    if (stats.isDirectory()) {
      countInode(group, stats, 0);
      const relative = child(task.relative, entry.name);
      const path = childPath(task.path, entry);
      found.push({ path, relative, device: stats.dev, inode: stats.ino, group: group.path });
    } else if (stats.nlink > 1) {
      const inode = Number.isSafeInteger(stats.ino) ? stats.ino : (reader.exactInode(entry) ?? stats.ino);
      this.#links.push({
        key: `${stats.dev}:${inode}`,
        links: stats.nlink,
        allocatedBytes: stats.blocks * 512,
        apparentBytes: stats.size,
        group: group.path,
      });
      noteTime(group, stats);
    } else {
      countInode(group, stats, stats.size);
    }
  }

  /**
   * Each btrfs subvolume has a device number of its own and is entered all the same: on btrfs, at the inode of a
   * subvolume's root, where the mount table knows of no mount, and where the kernel says that btrfs stands there (a
   * mount made after the table was read may have that inode as well).
   */
  #isOtherDevice(reader: DirectoryReader, entry: DirectoryEntry, device: number): boolean {
    const { stats } = entry;
    if (stats.dev === device) return false;
    const subvolume = this.#setup.btrfs && SUBVOLUME_INODES.has(stats.ino) && stats.isDirectory();
    return !(subvolume && reader.isBtrfs(entry));
  }

  #nodeAt(relative: string): PatternNode | null {
    let node: PatternNode | null = this.#patterns;
    if (relative === '') return node;
    for (const name of relative.split('/')) {
      node = matchName(node, name);
      if (node === null) return null;
    }
    return node;
  }

  #missed(relative: string, group: string, error: unknown): void {
    const code = error instanceof DirectoryError ? error.code : 'EUNKNOWN';
    // A root that is gone leaves nothing measured, and that must not look like an empty one.
    if (GONE.has(code) && relative !== '') {
      this.#vanished += 1;
      return;
    }
    groupIn(this.#groups, group).unreadable += 1;
    this.#unreadable.push({ path: join(this.#setup.root, relative), code });
  }
}

function countInode(group: GroupTally, stats: Stats, apparentBytes: number): void {
  group.allocatedBytes += stats.blocks * 512;
  group.apparentBytes = addBytes(group.apparentBytes, apparentBytes);
  group.inodes += 1;
  noteTime(group, stats);
}

function noteTime(group: GroupTally, stats: Stats): void {
  const newest = stats.mtimeMs > stats.ctimeMs ? stats.mtimeMs : stats.ctimeMs;
  if (newest > group.newestMs) group.newestMs = newest;
}

function child(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`;
}

function childPath(parent: string | Uint8Array, entry: DirectoryEntry): string | Uint8Array {
  if (typeof parent === 'string' && entry.raw === null) return `${parent}/${entry.name}`;
  return Buffer.concat([Buffer.from(parent), Buffer.from('/'), entry.raw ?? Buffer.from(entry.name)]);
}
