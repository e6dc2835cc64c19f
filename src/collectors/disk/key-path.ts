import type { Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { KeyEntry, KeyPath } from '../../model/key-path.js';
import { errorCode } from '../error-code.js';

/** As many symlinks as the kernel follows. Source: path_resolution(7). */
const MAX_LINKS = 40;

/** True when `path` is one of the roots or lies below one. */
function isInside(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root === '/' ? root : `${root}/`));
}

/**
 * Follows a path that somebody typed, as a shell would: symlinks in its directories are followed until it has come
 * into a root. What lies in a root belongs to containers, so there no symlink is followed and nothing but `lstat` is
 * called.
 * @param typed absolute, or relative to `cwd`.
 * @param roots real paths of the roots.
 */
export async function lookAtPath(typed: string, cwd: string, roots: readonly string[]): Promise<KeyPath> {
  const pending = namesOf(resolve(cwd, typed));
  let path = '/';
  let links = 0;
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    const here = path === '/' ? `/${name}` : `${path}/${name}`;
    const found = await lstat(here).catch((error: unknown) => errorCode(error));
    if (typeof found === 'string') {
      const rest = [here, ...pending].join('/');
      return { path: rest, entry: found === 'ENOENT' || found === 'ENOTDIR' ? 'absent' : 'unknown' };
    }
    const isLast = pending.length === 0;
    if (found.isSymbolicLink() && !isLast && !isInside(here, roots)) {
      const target = (links += 1) > MAX_LINKS ? null : await readlink(here).catch(() => null);
      if (target === null) return { path: [here, ...pending].join('/'), entry: 'unknown' };
      pending.unshift(...namesOf(resolve(dirname(here), target)));
      path = '/';
      continue;
    }
    if (!isLast && !found.isDirectory()) {
      // Behind a symlink of a container, or below a file, there is nothing of this root.
      return { path: [here, ...pending].join('/'), entry: found.isSymbolicLink() ? 'unknown' : 'absent' };
    }
    path = here;
    if (isLast) return { path, entry: entryOf(found) };
  }
  return { path, entry: 'unknown' };
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}

function entryOf(found: Stats): KeyEntry {
  const type = found.isFile()
    ? 'file'
    : found.isDirectory()
      ? 'directory'
      : found.isSymbolicLink()
        ? 'symlink'
        : 'other';
  return { type, allocatedBytes: found.blocks * 512, apparentBytes: found.size };
}
