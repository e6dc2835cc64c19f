import { closeSync } from 'node:fs';
import { containersOfMembership } from '../../formats/container-cgroup.js';
import { parseIdMap } from '../../formats/id-map.js';
import { parseCgroupMembership } from '../../formats/proc-cgroup.js';
import { parseCommandLine } from '../../formats/proc-cmdline.js';
import { parseProcessStat } from '../../formats/proc-stat.js';
import { parseProcessStatus } from '../../formats/proc-status.js';
import type { IdRange } from '../../model/id-range.js';
import type { CgroupContainer, CgroupMembership, NamespaceKind, ProcessRecord } from '../../model/process.js';
import type { Seen } from './process-files.js';
import { namespaceKinds, namespacesOf } from './process-namespaces.js';
import type { ProcReader } from './proc-reader.js';

/** More of a command line is no use to anyone who reads a list; the longest are megabytes. */
const MAX_COMMAND_LINE = 4096;

/** One process. `denied`: it is there, but this user may not look at it at all (`hidepid`). */
export type SeenProcess = Seen<ProcessRecord> | { readonly state: 'malformed' };

/** The control groups of a process, and the container that their paths name. */
interface Groups {
  readonly cgroups: CgroupMembership;
  readonly container: CgroupContainer | null;
}

function containerOf(cgroups: CgroupMembership): CgroupContainer | null {
  const containers = containersOfMembership(cgroups);
  const innermost = containers.at(-1);
  if (innermost === undefined) return null;
  return { ...innermost, outer: containers.slice(0, -1).map(({ containerId }) => containerId) };
}

/** Reads processes one by one, and keeps what many of them share. */
export class ProcessReader {
  /** `uid_map` by the inode of the user namespace. */
  readonly userMaps = new Map<number, readonly IdRange[]>();
  /** Processes whose namespaces could not be seen. */
  deniedCount = 0;
  readonly #procRoot: string;
  readonly #files: ProcReader;
  readonly #kinds: readonly NamespaceKind[];
  /** By their text: the processes of a container have the same. */
  readonly #groups = new Map<string, Groups>();

  constructor(procRoot: string, files: ProcReader) {
    this.#procRoot = procRoot;
    this.#files = files;
    this.#kinds = namespaceKinds(procRoot);
  }

  /**
   * Reads one process; everything is of the same one, whatever happens meanwhile. Its `stat` is opened first and read
   * last: reading through a descriptor of a process that has ended fails (`ESRCH`), also when another has its number
   * by then (`proc_single_show` of the kernel's `fs/proc/base.c`).
   */
  read(pid: number): SeenProcess {
    const directory = `${this.#procRoot}/${pid}`;
    const stat = this.#files.open(`${directory}/stat`);
    if (stat.state === 'gone') return stat;
    const seen = stat.state === 'read' ? this.#readOpen(pid, directory, stat.value) : stat;
    if (stat.state === 'read') closeSync(stat.value);
    if (seen.state === 'denied') this.deniedCount++;
    return seen;
  }

  #readOpen(pid: number, directory: string, descriptor: number): SeenProcess {
    const statusText = this.#files.text(`${directory}/status`);
    if (statusText.state !== 'read') return statusText;
    const status = parseProcessStatus(statusText.value);
    const groups = this.#groupsOf(directory);
    const args = this.#args(directory);
    const namespaces = namespacesOf(directory, this.#kinds, status?.zombie === true);
    const { inodes = null, pidForChildren = null } = namespaces.state === 'read' ? namespaces.value : {};
    const userMap = this.#newUserMap(directory, inodes?.user);
    const statText = this.#files.textOf(descriptor);
    if (statText.state !== 'read') return statText;
    const stat = parseProcessStat(statText.value);
    if (status === null || stat === null) return { state: 'malformed' };
    if (namespaces.state === 'denied') this.deniedCount++;
    if (userMap !== null && inodes?.user !== undefined) this.userMaps.set(inodes.user, userMap);
    const value: ProcessRecord = {
      pid,
      nsPids: status.nsPids.length === 0 ? [pid] : status.nsPids,
      parentPid: stat.parentPid,
      comm: stat.comm,
      args,
      state: stat.state,
      kernelThread: stat.kernelThread,
      startTicks: stat.startTime,
      uid: status.uid,
      rssBytes: stat.state === 'zombie' ? null : status.residentBytes,
      threads: stat.threads,
      cgroups: groups?.cgroups ?? null,
      container: groups?.container ?? null,
      namespaces: inodes,
      pidNamespaceForChildren: pidForChildren,
    };
    return { state: 'read', value };
  }

  #groupsOf(directory: string): Groups | null {
    const text = this.#files.text(`${directory}/cgroup`);
    if (text.state !== 'read') return null;
    const known = this.#groups.get(text.value);
    if (known !== undefined) return known;
    const cgroups = parseCgroupMembership(text.value);
    const groups = { cgroups, container: containerOf(cgroups) };
    this.#groups.set(text.value, groups);
    return groups;
  }

  #args(directory: string): string[] {
    const text = this.#files.text(`${directory}/cmdline`, MAX_COMMAND_LINE);
    if (text.state !== 'read') return [];
    // The cut may go through a character.
    return parseCommandLine(text.value.replace(/\uFFFD$/, ''));
  }

  /** The map of a user namespace that has none yet: it is written some time after the namespace was made. */
  #newUserMap(directory: string, namespace: number | undefined): readonly IdRange[] | null {
    if (namespace === undefined || (this.userMaps.get(namespace)?.length ?? 0) > 0) return null;
    const text = this.#files.text(`${directory}/uid_map`);
    return text.state === 'read' ? parseIdMap(text.value) : null;
  }
}
