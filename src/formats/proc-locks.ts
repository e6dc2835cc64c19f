/** A file lock of `/proc/locks`. Source: kernel, Documentation/filesystems/proc.rst; fs/locks.c, `lock_get_status`. */
export interface FileLock {
  readonly kind: string;
  readonly exclusive: boolean;
  readonly pid: number;
  /** Device numbers of the file's filesystem and its inode number. */
  readonly major: number;
  readonly minor: number;
  readonly inode: number;
}

/** Older kernels pad `READ ` to the width of `WRITE`; who waits (`->`) is indented by the place in the queue. */
const LINE = /^\d+: *(?:-> )?(\w+) +\w+ +(\w+) +(-?\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) /;

/** Parses `/proc/locks`, locks that are waited for included; lines of another shape are left out. */
export function parseLocks(text: string): FileLock[] {
  const locks: FileLock[] = [];
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, kind = '', access = '', pid, major = '', minor = '', inode] = match;
    locks.push({
      kind,
      exclusive: access === 'WRITE',
      pid: Number(pid),
      major: Number.parseInt(major, 16),
      minor: Number.parseInt(minor, 16),
      inode: Number(inode),
    });
  }
  return locks;
}
