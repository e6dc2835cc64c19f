import type { IdRange } from './id-range.js';
import type { ProcessState } from './process-state.js';

/** Kinds of namespaces, as the links in `/proc/PID/ns` are named; namespaces(7). */
export const NAMESPACE_KINDS = ['pid', 'net', 'ipc', 'mnt', 'uts', 'user', 'cgroup', 'time'] as const;

export type NamespaceKind = (typeof NAMESPACE_KINDS)[number];

/** Inode numbers of a process's namespaces; a kind that the kernel does not have, or that could not be seen, is missing. */
export type NamespaceInodes = Readonly<Partial<Record<NamespaceKind, number>>>;

/** The control groups of a process: `/proc/PID/cgroup`, cgroups(7). Paths as the reader's cgroup namespace shows them. */
export interface CgroupMembership {
  /** Path in the hierarchy of version 2 (line `0::`); `null` where there is none. */
  readonly unified: string | null;
  /** Path by controller (`memory`, `cpu`, …) or name (`name=systemd`) in the hierarchies of version 1. */
  readonly legacy: ReadonlyMap<string, string>;
}

/** What the path of a process's control group says of its container, by its form alone. */
export interface CgroupContainer {
  /** The innermost id of the path. */
  readonly containerId: string;
  /** What made the group: `docker`, `podman`, `containerd`, `cri-containerd`, `cri-o`, `lxc`, …. */
  readonly runtime: string;
  /** The process watches that container from a group beside it (conmon), and does not run in it. */
  readonly monitor: boolean;
  /** Ids of the containers around it, the outermost first: an engine that runs in a container (Docker in Docker). */
  readonly outer: readonly string[];
}

/** One process as the proc filesystem showed it, all of it read while it was alive. */
export interface ProcessRecord {
  readonly pid: number;
  /** Its ids from the reader's pid namespace inward (`NSpid`), the first is `pid`. */
  readonly nsPids: readonly number[];
  readonly parentPid: number;
  /** At most 15 bytes; what the process calls itself. */
  readonly comm: string;
  /** Its arguments; empty for kernel threads and zombies, cut where they are very long. */
  readonly args: readonly string[];
  readonly state: ProcessState;
  readonly kernelThread: boolean;
  /** Clock ticks after boot: with the pid it names the process for good. */
  readonly startTicks: number;
  /** Effective user id as the reader sees it. */
  readonly uid: number;
  /** Resident memory; `null` for kernel threads and zombies, which have none of their own. */
  readonly rssBytes: number | null;
  readonly threads: number;
  /** `null` when it could not be read. */
  readonly cgroups: CgroupMembership | null;
  /** The container that those paths name; `null` when they name none, or could not be read. */
  readonly container: CgroupContainer | null;
  /** `null` when this user may not see them, or the process has none any more (a zombie). */
  readonly namespaces: NamespaceInodes | null;
  /** Namespace for children where it is another than its own (after `unshare(CLONE_NEWPID)`); else `null`. */
  readonly pidNamespaceForChildren: number | null;
}

/** All processes of a proc filesystem at one moment, ascending by pid. */
export interface ProcessTable {
  readonly takenAt: string;
  /** When the machine was started, RFC 3339; `null` when `/proc/stat` does not say. */
  readonly bootedAt: string | null;
  readonly ticksPerSecond: number;
  readonly processes: readonly ProcessRecord[];
  /** Namespaces of the first process, those of the host where `partial` is false. */
  readonly hostNamespaces: NamespaceInodes | null;
  /** `uid_map` by the inode of the user namespace; the host's own maps everything to itself. */
  readonly userMaps: ReadonlyMap<number, readonly IdRange[]>;
  /** Names of the host's users by id. */
  readonly userNames: ReadonlyMap<number, string>;
  /** Only a part of the host's processes can be seen: bilge runs in a container, or `hidepid` is set. */
  readonly partial: boolean;
  /** Processes whose namespaces this user may not see. */
  readonly deniedCount: number;
}
