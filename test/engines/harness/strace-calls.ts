/** Which argument names what a call works on: a path (perhaps relative to the descriptor in `dir`) or a descriptor. */
export interface Operand {
  readonly path?: number;
  readonly dir?: number;
}

/** Gives each of these calls the same operands. */
function calls(names: string, ...operands: readonly Operand[]): [string, readonly Operand[]][] {
  return names.split(' ').map((name) => [name, operands]);
}

/** Calls that change what they work on, whatever their other arguments are (the manual pages of section 2). */
export const CHANGING: ReadonlyMap<string, readonly Operand[]> = new Map([
  ...calls('creat unlink rmdir truncate mkdir mknod chmod chown lchown utime utimes', { path: 0 }),
  ...calls('setxattr lsetxattr removexattr lremovexattr umount umount2 swapon swapoff acct', { path: 0 }),
  ...calls('unlinkat mkdirat mknodat fchmodat fchmodat2 fchownat futimesat utimensat', { dir: 0, path: 1 }),
  ...calls('setxattrat removexattrat', { dir: 0, path: 1 }),
  ...calls('ftruncate fallocate fchmod fchown fsetxattr fremovexattr', { dir: 0 }),
  ...calls('rename link pivot_root', { path: 0 }, { path: 1 }),
  ...calls('renameat renameat2 linkat', { dir: 0, path: 1 }, { dir: 2, path: 3 }),
  // Only the link is made; what it says need not exist.
  ...calls('symlink mount', { path: 1 }),
  ...calls('symlinkat', { dir: 1, path: 2 }),
  ...calls('move_mount', { dir: 2, path: 3 }),
]);

/** Calls that open; the argument at `flags` says for what. */
export const OPENING: ReadonlyMap<string, { readonly operand: Operand; readonly flags: number }> = new Map(
  Object.entries({
    open: { operand: { path: 0 }, flags: 1 },
    openat: { operand: { dir: 0, path: 1 }, flags: 2 },
    openat2: { operand: { dir: 0, path: 1 }, flags: 2 },
    // By a handle, which names no path: the one that `strace -y` adds to the result tells.
    open_by_handle_at: { operand: { dir: 0 }, flags: 2 },
  }),
);

/** Whether these flags of open(2) allow writing or make a file. */
export function opensForWriting(flags: string): boolean {
  return /\bO_(?:WRONLY|RDWR|ACCMODE|CREAT|TRUNC|APPEND|TMPFILE)\b|\b__O_TMPFILE\b/.test(flags);
}
