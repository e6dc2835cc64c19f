import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deletedPath } from '../../formats/proc-fd.js';
import type { DeletedFileHolder, HoldingProcess, OpenDeletedFile } from '../../model/holdings.js';
import {
  type DeletedPlace,
  deviceOf,
  isOnOverlay,
  type PlaceContext,
  placeOf,
  placeOfDescriptor,
} from './deleted-place.js';
import { locate, type MountTable } from './mount-table.js';
import type { Descriptor } from './process-files.js';
import type { MappedFile } from '../../formats/proc-maps.js';

interface HolderDraft extends DeletedFileHolder {
  readonly descriptors: number[];
  mapped: boolean;
}

interface FileDraft extends OpenDeletedFile {
  readonly processes: HolderDraft[];
}

function isKnown(file: OpenDeletedFile): boolean {
  return file.path !== null || file.upperDirectory !== null;
}

/** Deleted files as they are found, each inode once. */
export class DeletedFiles {
  readonly #context: PlaceContext;
  readonly #files = new Map<string, FileDraft>();

  constructor(context: PlaceContext) {
    this.#context = context;
  }

  #add(seenPath: string, place: DeletedPlace, stats: BigIntStats, process: HoldingProcess): HolderDraft {
    const device = deviceOf(stats.dev);
    const key = `${device} ${stats.ino}`;
    let file = this.#files.get(key);
    if (file === undefined) {
      const allocatedBytes = Number(stats.blocks) * 512;
      const apparentBytes = Number(stats.size);
      const inode = String(stats.ino);
      file = { ...place, seenPath, device, inode, allocatedBytes, apparentBytes, processes: [] };
      this.#files.set(key, file);
    }
    let holder = file.processes.find(({ pid }) => pid === process.pid);
    if (holder === undefined) {
      holder = { ...process, descriptors: [], mapped: false };
      file.processes.push(holder);
    }
    return holder;
  }

  /** Looks through the descriptors of a process. */
  async addDescriptors(
    directory: string,
    descriptors: readonly Descriptor[],
    identify: () => Promise<HoldingProcess | null>,
  ): Promise<void> {
    for (const { fd, link } of descriptors) {
      const seenPath = deletedPath(link);
      if (seenPath === null) continue;
      const found = await placeOfDescriptor(directory, fd, seenPath, this.#context);
      const process = found === null ? null : await identify();
      if (found === null || process === null) continue;
      this.#add(seenPath, found.place, found.stats, process).descriptors.push(fd);
    }
  }

  /**
   * Looks through the files mapped into a process; @returns whether all could be looked at. Here a path is all that
   * says through which mount a file came: one that no namespace shows any more is not found.
   */
  async addMappings(
    directory: string,
    mappings: readonly MappedFile[],
    table: MountTable,
    identify: () => Promise<HoldingProcess | null>,
  ): Promise<boolean> {
    let complete = true;
    for (const { range, path } of mappings) {
      const seenPath = deletedPath(path);
      const location = seenPath === null ? null : locate(table, seenPath);
      const place = location === null ? null : placeOf(location, this.#context);
      if (seenPath === null || place === null) continue;
      const link = join(directory, 'map_files', range);
      const stats = await stat(link, { bigint: true }).catch((error) => {
        // It may have been unmapped meanwhile; links of map_files are for root's eyes.
        if (error instanceof Error && 'code' in error && error.code !== 'ENOENT') complete = false;
        return null;
      });
      // A file by that name on another filesystem: the kernel's own (`/dev/zero`, `/SYSV…`, `/memfd:…`).
      if (stats === null || stats.nlink !== 0n) continue;
      if (deviceOf(stats.dev) !== location?.device && !(await isOnOverlay(link))) continue;
      const process = await identify();
      if (process !== null) this.#add(seenPath, place, stats, process).mapped = true;
    }
    return complete;
  }

  /** Those below a root, and those that may be; the largest first. */
  results(): { readonly decided: OpenDeletedFile[]; readonly undecided: OpenDeletedFile[] } {
    const all = [...this.#files.values()].sort((a, b) => b.allocatedBytes - a.allocatedBytes);
    return { decided: all.filter(isKnown), undecided: all.filter((file) => !isKnown(file)) };
  }
}
