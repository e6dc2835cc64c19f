/** What bilge uses of `/proc/PID/status`; the rest is in `stat`. */
export interface ProcessStatus {
  /** Ids in the pid namespaces from the reader's inward; empty where the kernel does not say (before 4.1). */
  readonly nsPids: readonly number[];
  /** Effective user id, as the reader's user namespace sees it. */
  readonly uid: number;
  readonly zombie: boolean;
  /** Resident memory; `null` without memory of its own, as kernel threads and zombies are. */
  readonly residentBytes: number | null;
}

/** A pid namespace lies at most 32 deep (`MAX_PID_NS_LEVEL`). */
const MAX_LEVELS = 33;

const NUMBER = /^\d{1,10}$/;

/** The value of a line, without the blanks around it. Names are escaped (`\n`): no line is a process's own making. */
function valueOf(text: string, key: string): string | null {
  const found = text.indexOf(`\n${key}:`);
  if (found < 0) return null;
  const start = found + key.length + 2;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end).trim();
}

/** Units of 1024 bytes whatever the size of a page, which `stat` counts in. */
function bytesOf(value: string | null): number | null {
  const kilobytes = /^(\d{1,12}) kB$/.exec(value ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Parses `/proc/PID/status` (proc_pid_status(5)) for the few lines that are used; `null` when it is none. */
export function parseProcessStatus(text: string): ProcessStatus | null {
  const uid = valueOf(text, 'Uid')?.split('\t', 2)[1];
  if (uid === undefined || !NUMBER.test(uid)) return null;
  const levels = valueOf(text, 'NSpid')?.split('\t', MAX_LEVELS) ?? [];
  if (!levels.every((level) => NUMBER.test(level))) return null;
  return {
    nsPids: levels.map(Number),
    uid: Number(uid),
    zombie: valueOf(text, 'State')?.startsWith('Z') === true,
    residentBytes: bytesOf(valueOf(text, 'VmRSS')),
  };
}
