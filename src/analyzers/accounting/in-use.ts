import { posix } from 'node:path';
import type { Holdings, MountHolding, OpenDeletedFile, ProcessCoverage } from '../../model/holdings.js';
import type { Inventory } from '../../model/inventory.js';

const IN_USE = new WeakMap<Inventory, InUse>();

/** What mounts and processes use, by the two looks at them. What either look saw in use is. */
export class InUse {
  readonly #looks: readonly Holdings[];
  readonly #mounted = new Map<ReadonlySet<string>, ReadonlySet<string>>();
  readonly #asked = new Map<string, boolean>();
  /** Mounts that both looks saw, or the only one. */
  readonly mounts: readonly MountHolding[];
  /** Deleted files that both looks saw held open, with what the later one says; `null`: nobody looked. */
  readonly deletedFiles: readonly OpenDeletedFile[] | null;
  /** How far processes could be looked at; `null`: nobody looked. */
  readonly coverage: ProcessCoverage | null;

  /** Of an inventory, built once. */
  static of(inventory: Inventory): InUse {
    const known = IN_USE.get(inventory) ?? new InUse(inventory);
    IN_USE.set(inventory, known);
    return known;
  }

  private constructor({ holdings, confirmation }: Inventory) {
    const looks = [holdings, confirmation?.holdings ?? null].filter((look) => look !== null);
    const last = looks.at(-1);
    this.#looks = looks;
    const inAll = <T>(list: (look: Holdings) => readonly T[], keyOf: (one: T) => string): T[] => {
      const keys = looks.map((look) => new Set(list(look).map(keyOf)));
      return last === undefined
        ? []
        : list(last).filter((one) => keys.every((known) => known.has(keyOf(one))));
    };
    this.mounts = inAll((look) => look.mounts, mountKey);
    this.deletedFiles = last === undefined ? null : inAll(({ deletedFiles }) => deletedFiles, deletedFileKey);
    this.coverage = confirmation?.users.coverage ?? last?.coverage ?? null;
    for (const { path, processes } of confirmation?.users.directories ?? []) {
      this.#asked.set(path, processes.length > 0 || this.#asked.get(path) === true);
    }
  }

  /**
   * Something is mounted at or below an absolute path, or of it, or a process uses it.
   * @param dead keys of mounts that are leftovers themselves: they keep nothing in use
   */
  has(path: string, dead: ReadonlySet<string>): boolean {
    let mounted = this.#mounted.get(dead);
    if (mounted === undefined) this.#mounted.set(dead, (mounted = mountedPaths(this.#looks, dead)));
    return mounted.has(path) || this.#asked.get(path) === true;
  }

  /** A process uses an absolute path; `null` when that was not asked. */
  byProcess(path: string): boolean | null {
    return this.#asked.get(path) ?? null;
  }

  /** What could not be checked, to be added to evidence; empty: nothing. */
  get doubt(): string {
    if (this.coverage === null) return ' (mounts and processes were not looked at)';
    const { complete, hidden, processes, unreadable } = this.coverage;
    if (complete) return '';
    if (hidden) return ' (only some processes of the host could be looked at)';
    return ` (${unreadable} of ${processes} processes could not be looked at)`;
  }
}

/** What is mounted from one place of one filesystem. */
export function mountKey({ device, upperDirectory, mountPoints }: MountHolding): string {
  return JSON.stringify([device, upperDirectory, mountPoints[0] ?? null]);
}

function deletedFileKey({ device, inode }: OpenDeletedFile): string {
  return `${device} ${inode}`;
}

/** Every directory that a mount uses, and those above: removing these would take it along. */
function mountedPaths(looks: readonly Holdings[], dead: ReadonlySet<string>): Set<string> {
  const used = new Set<string>();
  for (const { mounts } of looks) {
    for (const mount of mounts.filter((one) => !dead.has(mountKey(one)))) {
      const { mountPoints, sourceDirectory, upperDirectory, workDirectory, lowerDirectories } = mount;
      const directories = [
        sourceDirectory,
        upperDirectory,
        workDirectory,
        ...mountPoints,
        ...lowerDirectories,
      ];
      for (const directory of directories) {
        for (let path = directory; path !== null && !used.has(path); path = above(path)) used.add(path);
      }
    }
  }
  return used;
}

function above(path: string): string | null {
  const parent = posix.dirname(path);
  return parent === path ? null : parent;
}
