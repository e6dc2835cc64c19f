import { posix } from 'node:path';
import { type Location, locate, type MountTable } from './mount-table.js';
import type { MountTables } from './mount-tables.js';
import { type OverlayDirectories, readOverlays } from './overlay-directories.js';
import type { RootNames } from './root-names.js';

const key = ({ device, path }: Location): string => `${device} ${path}`;

/** Directories that are asked about, found by what lies below them. */
export class CandidateIndex {
  readonly #own: MountTable;
  readonly #byLocation = new Map<string, number[]>();
  readonly #byOverlay = new Map<string, readonly number[]>();
  /** Answers by namespace and path: many processes share libraries and logs. */
  readonly #answers = new Map<MountTable, Map<string, readonly number[]>>();

  private constructor(own: MountTable) {
    this.#own = own;
  }

  /** @param paths absolute and without symlinks, in bilge's own view */
  static async of(paths: readonly string[], tables: MountTables, procRoot: string): Promise<CandidateIndex> {
    const index = new CandidateIndex(tables.own);
    for (const [at, path] of paths.entries()) {
      const location = locate(tables.own, path);
      if (location === null) continue;
      const same = index.#byLocation.get(key(location));
      if (same === undefined) index.#byLocation.set(key(location), [at]);
      else same.push(at);
    }
    const found = new Map<string, readonly number[]>();
    const names: RootNames = {
      nameOf: (location) => {
        const above = location === null ? [] : index.#above(location);
        if (location === null || above.length === 0) return null;
        found.set(location.path, above);
        return location.path;
      },
      devices: new Set(),
    };
    for (const [device, overlay] of await readOverlays(tables, procRoot, [], names)) {
      index.#byOverlay.set(device, usedBy(overlay, found));
    }
    return index;
  }

  #above(location: Location): number[] {
    const found: number[] = [];
    for (let { path } = location; ; path = posix.dirname(path)) {
      found.push(...(this.#byLocation.get(key({ device: location.device, path })) ?? []));
      if (path === '/' || path === '.') return found;
    }
  }

  #search(table: MountTable, path: string): readonly number[] {
    const found = new Set<number>();
    // A descriptor may come from bilge's own namespace, though its process has left for another.
    for (const location of [locate(table, path), locate(this.#own, path)]) {
      if (location === null) continue;
      for (const at of this.#above(location)) found.add(at);
      for (const at of this.#byOverlay.get(location.device) ?? []) found.add(at);
    }
    return [...found];
  }

  /** The candidates (by position) at or above a path that a process of a namespace names. */
  holding(table: MountTable, path: string): readonly number[] {
    let answers = this.#answers.get(table);
    if (answers === undefined) this.#answers.set(table, (answers = new Map()));
    let answer = answers.get(path);
    if (answer === undefined) answers.set(path, (answer = this.#search(table, path)));
    return answer;
  }
}

function usedBy(overlay: OverlayDirectories, found: ReadonlyMap<string, readonly number[]>): number[] {
  const { upperDirectory, workDirectory, lowerDirectories } = overlay;
  const used = new Set<number>();
  for (const directory of [upperDirectory, workDirectory, ...lowerDirectories]) {
    for (const at of found.get(directory ?? '') ?? []) used.add(at);
  }
  return [...used];
}
