import type { ProcessRecord, ProcessTable } from '../../../src/model/process.js';
import { TAKEN_AT } from '../records.js';

/** Namespaces of the host's first process, by the fixed numbers of `include/linux/proc_ns.h` where there are some. */
export const HOST_NAMESPACES = {
  pid: 4026531836,
  net: 4026531992,
  ipc: 4026531839,
  mnt: 4026531840,
  uts: 4026531838,
  user: 4026531837,
  cgroup: 4026531835,
  time: 4026531834,
};

/** A process of the host, asleep, in no container. */
export function aProcess(pid: number, fields: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    pid,
    nsPids: [pid],
    parentPid: 1,
    comm: 'sleep',
    args: ['sleep', '1000'],
    state: 'sleeping',
    kernelThread: false,
    startTicks: 1000 + pid,
    uid: 0,
    rssBytes: 4096,
    threads: 1,
    cgroups: { unified: '/system.slice/some.service', legacy: new Map() },
    container: null,
    namespaces: HOST_NAMESPACES,
    pidNamespaceForChildren: null,
    ...fields,
  };
}

/** What the path of a Docker container's group, within those of other containers, says. */
export function inGroupOf(containerId: string, ...outer: string[]) {
  return {
    cgroups: { unified: [...outer, containerId].map((id) => `/docker/${id}`).join(''), legacy: new Map() },
    container: { containerId, runtime: 'docker', monitor: false, outer },
  };
}

/** Ids in a pid namespace of its own, which has that number. */
export function inNamespace(inode: number, ...nsPids: number[]) {
  return { nsPids, namespaces: { ...HOST_NAMESPACES, pid: inode } };
}

/** What a process has left that ended, on a host with control groups of version 1. */
export const ENDED = {
  state: 'zombie' as const,
  args: [],
  rssBytes: null,
  namespaces: null,
  cgroups: { unified: null, legacy: new Map([['memory', '/']]) },
  container: null,
};

/** The shim of a container. */
export function aShim(pid: number, containerId: string, fields: Partial<ProcessRecord> = {}): ProcessRecord {
  const args = ['/usr/bin/containerd-shim-runc-v2', '-namespace', 'moby', '-id', containerId];
  return aProcess(pid, { comm: 'containerd-shim', args, ...fields });
}

export function aTable(
  processes: readonly ProcessRecord[],
  fields: Partial<ProcessTable> = {},
): ProcessTable {
  const hostNamespaces = fields.hostNamespaces ?? HOST_NAMESPACES;
  const first = aProcess(1, {
    parentPid: 0,
    startTicks: 1,
    comm: 'init',
    args: ['/sbin/init'],
    namespaces: hostNamespaces,
  });
  return {
    takenAt: TAKEN_AT,
    bootedAt: '2026-06-01T00:00:00Z',
    ticksPerSecond: 100,
    processes: [first, ...processes],
    hostNamespaces,
    userMaps: new Map(),
    userNames: new Map([[0, 'root']]),
    partial: false,
    deniedCount: 0,
    ...fields,
  };
}
