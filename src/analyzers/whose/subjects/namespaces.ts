import { liveOf } from '../live/live-host.js';
import { NAMESPACE_KINDS, type NamespaceKind } from '../../../model/process.js';
import { fact, withoutSpace } from '../no-space.js';
import type { Holder, Subject, SubjectAnswer } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** A namespace with all that is known to be in it. */
interface Members {
  readonly kind: NamespaceKind;
  readonly inode: number;
  /** Ids of processes on the host, ascending. */
  readonly pids: number[];
  /** Containers whose report names it, whether or not a process was seen. */
  readonly containers: Set<string>;
}

/** Namespaces of all processes that can be seen. */
export function namespaceSubjects(host: WhoseHost): Subject[] {
  return [...membersOf(host).values()].map((members): Subject => ({
    kind: 'namespace',
    root: null,
    id: `${members.kind}:[${members.inode}]`,
    name: null,
    keys: [],
    words: [namespaceWord(members.inode), namespaceWord(members.inode, members.kind)],
    places: [],
    answer: () => answerNamespace(host, members),
  }));
}

export function namespaceWord(inode: number, kind: string | null = null): string {
  return kind === null ? `ns:${inode}` : `${kind}:[${inode}]`;
}

function membersOf(host: WhoseHost): Map<string, Members> {
  const live = liveOf(host);
  const { report, view } = host;
  const found = new Map<string, Members>();
  const at = (kind: NamespaceKind, inode: number): Members => {
    const word = namespaceWord(inode, kind);
    const known = found.get(word) ?? { kind, inode, pids: [], containers: new Set() };
    found.set(word, known);
    return known;
  };
  for (const { pid, record, report: told } of live.processes.values()) {
    for (const kind of NAMESPACE_KINDS) {
      const inode = record?.namespaces?.[kind] ?? (kind === 'pid' ? told?.pidNamespace : null) ?? null;
      if (inode !== null) at(kind, inode).pids.push(pid);
    }
    // It may have no process yet.
    if (record?.pidNamespaceForChildren != null) at('pid', record.pidNamespaceForChildren);
  }
  for (const { id, namespaces } of report.containers) {
    for (const { kind, inode } of namespaces) if (inode !== null) at(kind, inode).containers.add(id);
  }
  const hosts = view.inventory.processes?.hostNamespaces ?? {};
  for (const kind of NAMESPACE_KINDS) {
    const inode = hosts[kind];
    if (inode !== undefined) at(kind, inode);
  }
  return found;
}

function answerNamespace(host: WhoseHost, members: Members): SubjectAnswer {
  const { kind, inode, pids } = members;
  const table = host.view.inventory.processes;
  const isHosts = table?.hostNamespaces?.[kind] === inode;
  const { containers, others } = sorted(host, members);
  return withoutSpace('a namespace', {
    description: isHosts
      ? describeHosts(kind, table.partial, containers.size)
      : describe(host, members, [...containers.keys()]),
    facts: fact('processes', pids.length === 0 ? 'none that could be seen' : String(pids.length)),
    holders: [
      ...[...containers].map(([id, own]) => liveOf(host).holder(id, own.name, describeCount(own.pids))),
      // Of the host's own there are too many to name.
      ...(isHosts ? [] : others.map((pid) => liveOf(host).processHolder(pid, 'is in it'))),
      ...makersOf(host, members),
    ],
  });
}

function describeHosts(kind: NamespaceKind, partial: boolean, containers: number): string {
  const whose = partial ? 'the first process that can be seen' : 'the host itself';
  const shared =
    containers === 0
      ? ''
      : `, in which ${containers === 1 ? '1 container is' : `${containers} containers are`}`;
  return `the ${kind} namespace of ${whose}${shared}`;
}

function describe(host: WhoseHost, { kind, inode }: Members, containers: readonly string[]): string {
  const live = liveOf(host);
  const [id] = containers;
  if (id === undefined) return `a ${kind} namespace of no container that is known`;
  if (containers.length > 1) return `a ${kind} namespace that ${containers.length} containers share`;
  const name = live.container(id)?.record.name ?? id.slice(0, 12);
  const init = [...live.processes.values()].find(
    ({ report }) => report?.containerId === id && report.entry === 'init',
  );
  const own = init?.record?.namespaces?.[kind] ?? inode;
  return own === inode
    ? `the ${kind} namespace of the container ${name}`
    : `a ${kind} namespace that was made in the container ${name}`;
}

interface ContainerMembers {
  readonly name: string | null;
  readonly pids: number[];
}

/** The processes by their containers, and those of none. */
function sorted(
  host: WhoseHost,
  { pids, containers: named }: Members,
): { readonly containers: ReadonlyMap<string, ContainerMembers>; readonly others: readonly number[] } {
  const live = liveOf(host);
  const containers = new Map<string, ContainerMembers>();
  const others: number[] = [];
  for (const id of named) containers.set(id, { name: null, pids: [] });
  for (const pid of pids) {
    const report = live.processes.get(pid)?.report ?? null;
    if (report?.containerId == null) {
      others.push(pid);
      continue;
    }
    const known = containers.get(report.containerId) ?? { name: report.containerName, pids: [] };
    containers.set(report.containerId, known);
    known.pids.push(pid);
  }
  return { containers, others };
}

function describeCount(pids: readonly number[]): string {
  const [first] = pids;
  if (first === undefined) return 'is in it';
  return pids.length === 1 ? `is in it with process ${first}` : `is in it with ${pids.length} processes`;
}

/** Processes outside whose children are put into it, after `unshare`. */
function makersOf(host: WhoseHost, { kind, inode }: Members): Holder[] {
  const live = liveOf(host);
  if (kind !== 'pid') return [];
  return [...live.processes.values()].flatMap(({ pid, record }) =>
    record?.pidNamespaceForChildren === inode
      ? [live.processHolder(pid, 'its children are put into it')]
      : [],
  );
}
