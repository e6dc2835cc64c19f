import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessRecord, ProcessTable } from '../../../src/model/process.js';

export const HOST_NET = 4026531840;

export function aProcess(pid: number, fields: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    pid,
    nsPids: [pid],
    parentPid: 1,
    comm: 'sh',
    args: ['sh'],
    state: 'sleeping',
    kernelThread: false,
    startTicks: pid,
    uid: 0,
    rssBytes: 4096,
    threads: 1,
    cgroups: null,
    container: null,
    namespaces: { net: HOST_NET },
    pidNamespaceForChildren: null,
    ...fields,
  };
}

export function inContainer(containerId: string, net: number): Partial<ProcessRecord> {
  return {
    container: { containerId, runtime: 'docker', monitor: false, outer: [] },
    namespaces: { net },
  };
}

export function aTable(
  processes: readonly ProcessRecord[],
  fields: Partial<ProcessTable> = {},
): ProcessTable {
  return {
    takenAt: '2026-06-01T12:00:00Z',
    bootedAt: null,
    ticksPerSecond: 100,
    processes,
    hostNamespaces: { net: HOST_NET },
    userMaps: new Map(),
    userNames: new Map(),
    partial: false,
    deniedCount: 0,
    ...fields,
  };
}

interface FakeProcessNet {
  readonly net: number;
  readonly pidNamespace?: string;
  /** Files of `/proc/PID/net`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly descriptors?: readonly string[];
}

/** A proc filesystem with what is read of the network; `self` is one of its processes. */
export async function fakeProcNet(
  procRoot: string,
  processes: Readonly<Record<string, FakeProcessNet>>,
): Promise<void> {
  for (const [pid, { net, pidNamespace = 'pid:[4026531836]', files = {}, descriptors }] of Object.entries(
    processes,
  )) {
    const directory = join(procRoot, pid);
    await mkdir(join(directory, 'ns'), { recursive: true });
    await mkdir(join(directory, 'net'));
    await symlink(`net:[${net}]`, join(directory, 'ns/net'));
    await symlink(pidNamespace, join(directory, 'ns/pid'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, 'net', name), text);
    if (descriptors === undefined) continue;
    await mkdir(join(directory, 'fd'));
    for (const [fd, target] of descriptors.entries())
      await symlink(target, join(directory, 'fd', String(fd)));
  }
}

/** Interfaces of a sysfs: index, index of the other end, and bridge. */
export async function fakeSysNet(
  sysRoot: string,
  interfaces: Readonly<Record<string, readonly [index: number, peer: number, master?: string]>>,
): Promise<void> {
  await mkdir(join(sysRoot, 'class/net'), { recursive: true });
  await writeFile(join(sysRoot, 'class/net/bonding_masters'), '');
  for (const [name, [index, peer, master]] of Object.entries(interfaces)) {
    const directory = join(sysRoot, 'devices', name);
    await mkdir(directory, { recursive: true });
    await symlink(`../../devices/${name}`, join(sysRoot, 'class/net', name));
    await writeFile(join(directory, 'ifindex'), `${index}\n`);
    await writeFile(join(directory, 'iflink'), `${peer}\n`);
    await writeFile(join(directory, 'address'), '02:42:00:00:00:01\n');
    await writeFile(join(directory, 'operstate'), 'up\n');
    if (master !== undefined) await symlink(`../${master}`, join(directory, 'master'));
  }
}
