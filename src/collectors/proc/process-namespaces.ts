import { readdirSync } from 'node:fs';
import { NAMESPACE_KINDS, type NamespaceInodes, type NamespaceKind } from '../../model/process.js';
import { linkOf, type Seen } from './process-files.js';

/** What a zombie still has of its namespaces: its own id and its credentials. */
const OF_ZOMBIE: readonly NamespaceKind[] = ['pid', 'user'];

/** The namespaces of one process, and of the children it will have. */
export interface ProcessNamespaces {
  /** `null`: it has none any more. */
  readonly inodes: NamespaceInodes | null;
  readonly pidForChildren: number | null;
}

/** The kinds that this kernel has: a link that is missing in thousands of processes costs as many exceptions. */
export function namespaceKinds(procRoot: string): readonly NamespaceKind[] {
  try {
    const names = new Set(readdirSync(`${procRoot}/self/ns`));
    return NAMESPACE_KINDS.filter((kind) => names.has(kind));
  } catch {
    return NAMESPACE_KINDS;
  }
}

/** The number in `net:[4026531840]`. */
export function namespaceInode(link: string): number | null {
  const inode = Number(link.slice(link.indexOf('[') + 1, -1));
  return Number.isSafeInteger(inode) && inode > 0 && link.endsWith(']') ? inode : null;
}

/**
 * Reads the links of `/proc/PID/ns`, namespaces(7). `denied` when this user may not: that needs the rights of a
 * debugger (ptrace(2), `PTRACE_MODE_READ_FSCREDS`). A link that is not there is left out.
 */
export function namespacesOf(
  processDirectory: string,
  kinds: readonly NamespaceKind[],
  zombie: boolean,
): Seen<ProcessNamespaces> {
  const inodes: Partial<Record<NamespaceKind, number>> = {};
  let seen = 0;
  for (const kind of zombie ? OF_ZOMBIE : kinds) {
    const link = linkOf(`${processDirectory}/ns/${kind}`);
    if (link.state === 'denied') return link;
    const inode = link.state === 'read' ? namespaceInode(link.value) : null;
    if (inode === null) continue;
    inodes[kind] = inode;
    seen++;
  }
  if (seen === 0) return { state: 'read', value: { inodes: null, pidForChildren: null } };
  const link = zombie ? null : linkOf(`${processDirectory}/ns/pid_for_children`);
  const forChildren = link?.state === 'read' ? namespaceInode(link.value) : null;
  return {
    state: 'read',
    value: { inodes, pidForChildren: forChildren === inodes.pid ? null : forChildren },
  };
}
