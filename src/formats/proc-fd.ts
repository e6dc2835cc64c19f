const DELETED = ' (deleted)';

/**
 * The path in a link of `/proc/PID/fd`, `cwd`, `root` or `exe`; `null` for what has none (`socket:[…]`, `pipe:[…]`,
 * `anon_inode:…`).
 */
export function linkedPath(link: string): string | null {
  return link.startsWith('/') ? link : null;
}

/**
 * The path that a link names as deleted, without the mark; `null` when it bears none. A file's own name may end like
 * the mark: only its number of links tells (`fs/d_path.c`, `d_path`).
 */
export function deletedPath(link: string): string | null {
  return link.startsWith('/') && link.endsWith(DELETED) ? link.slice(0, -DELETED.length) : null;
}

/** The mount through which a file was opened, from `/proc/PID/fdinfo/FD`. Source: Documentation/filesystems/proc.rst, 3.8. */
export function mountIdOf(fdinfo: string): number | null {
  const digits = /^mnt_id:\s*(\d{1,15})$/m.exec(fdinfo)?.[1];
  return digits === undefined ? null : Number(digits);
}
