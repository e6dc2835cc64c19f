/** What lies at a path that somebody asks about. */
export interface KeyEntry {
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** `st_blocks` × 512 of this inode alone. */
  readonly allocatedBytes: number;
  readonly apparentBytes: number;
}

/** A path that somebody asks about, as far as it could be followed. */
export interface KeyPath {
  /** Absolute, without `.` and `..`; symlinks were followed outside the roots only. */
  readonly path: string;
  /** `absent`: nothing is there; `unknown`: nobody looked, or could. */
  readonly entry: KeyEntry | 'absent' | 'unknown';
}
