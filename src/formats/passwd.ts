/** One user of `/etc/passwd`. */
export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  /** Absolute. */
  readonly home: string;
}

/** Largest user id of Linux; one more means "none" (credentials(7)). */
const MAX_UID = 2 ** 32 - 2;

/**
 * Parses `/etc/passwd`: `name:password:UID:GID:GECOS:directory:shell` (passwd(5)). Lines of another form, comments,
 * and users without an absolute home directory are left out. The format has no escapes.
 */
export function parsePasswd(text: string): PasswdEntry[] {
  const entries: PasswdEntry[] = [];
  for (const line of text.split('\n')) {
    const [name, , uid, gid, , home] = line.split(':');
    if (name === undefined || name === '' || /^[#+-]/.test(name)) continue;
    if (uid === undefined || !/^\d{1,10}$/.test(uid) || Number(uid) > MAX_UID) continue;
    if (gid === undefined || home === undefined || !home.startsWith('/') || home.includes('\0')) continue;
    entries.push({ name, uid: Number(uid), home });
  }
  return entries;
}
