/** One socket of `/proc/net/unix`. */
export interface UnixSocket {
  /** Decimal digits, as in `socket:[…]` of `/proc/PID/fd`. A text, for it may exceed 2^53. */
  readonly inode: string;
  /** It waits for connections; accepted connections bear the same path. */
  readonly listening: boolean;
  /** Where it was bound; starts with `@` in the abstract namespace; `null` when it is not bound. */
  readonly path: string | null;
}

const LINE = /^[0-9a-f]+: [0-9a-f]+ [0-9a-f]+ ([0-9a-f]{8}) [0-9a-f]{4} [0-9a-f]{2} +(\d+)(?: (.*))?$/i;

/** `__SO_ACCEPTCON` of `include/uapi/linux/net.h`. */
const ACCEPTS_CONNECTIONS = 0x10000;

/**
 * Parses `/proc/net/unix`: `Num: RefCount Protocol Flags Type St Inode Path` (`net/unix/af_unix.c`,
 * `unix_seq_show`). Lines of any other form are left out: a bound path may hold a line break.
 */
export function parseProcNetUnix(text: string): UnixSocket[] {
  const sockets: UnixSocket[] = [];
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    const flags = match?.[1];
    const inode = match?.[2];
    if (flags === undefined || inode === undefined) continue;
    const listening = (Number.parseInt(flags, 16) & ACCEPTS_CONNECTIONS) !== 0;
    sockets.push({ inode, listening, path: match?.[3] ?? null });
  }
  return sockets;
}
