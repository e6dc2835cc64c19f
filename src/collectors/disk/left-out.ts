import { relative as relativePath } from 'node:path';

/** Paths that a walk leaves out, by the directory in which they stand: one lookup per directory that is read. */
export class LeftOut {
  readonly #byParent = new Map<string, Set<string>>();

  /** @param paths absolute; those that are not below `root` are never met. */
  constructor(root: string, paths: readonly string[]) {
    for (const path of paths) {
      const relative = relativePath(root, path);
      const slash = relative.lastIndexOf('/');
      const parent = slash < 0 ? '' : relative.slice(0, slash);
      const names = this.#byParent.get(parent) ?? new Set();
      names.add(relative.slice(slash + 1));
      this.#byParent.set(parent, names);
    }
  }

  /** Names that are left out of one directory, given relative to the root; `undefined` for most. */
  in(directory: string): ReadonlySet<string> | undefined {
    return this.#byParent.get(directory);
  }
}
