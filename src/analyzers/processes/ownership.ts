import type { CgroupContainer, CgroupMembership, ProcessRecord } from '../../model/process.js';
import type { KnownContainers } from './known-containers.js';
import type { Watch } from './watch.js';

/** Whose a process is, and how that is known. */
export interface Owner {
  readonly containerId: string;
  readonly runtime: string | null;
  readonly foundBy: 'cgroup' | 'namespace' | 'parent' | 'engine';
}

/** What ownership is found from. */
export interface OwnershipFacts {
  readonly byPid: ReadonlyMap<number, ProcessRecord>;
  readonly parents: ReadonlyMap<number, ProcessRecord>;
  readonly watches: ReadonlyMap<number, Watch>;
  readonly known: KnownContainers;
  /** In another pid namespace than that of the proc filesystem. */
  readonly nested: (record: ProcessRecord) => boolean;
  /** The container that an engine says was started with this process. */
  readonly startedAs: (record: ProcessRecord) => string | null;
}

/** What says whose a process is: itself, or another process whose container is its own. */
type Answer =
  | { readonly owner: Owner | null }
  | { readonly like: ProcessRecord; readonly foundBy: 'namespace' | 'parent' };

const NOBODY: Answer = { owner: null };

/**
 * Finds the container of every process, by pid; the host's processes are not in the answer.
 *
 * 1. Its control group: that is what the engine started it in. A namespace is not: `--pid=container:X` shares the one of
 *    X, and with `--pid=host` there is none.
 * 2. Where the path says nothing (a zombie on cgroup version 1, a process moved out of its group) and the process is in
 *    another pid namespace than the host's: what the engine says it started; else as the first process of that namespace;
 *    that one, and what has no namespace any more, as its parent. A zombie in the host's pid namespace goes with its
 *    parent when its groups are the root's.
 *
 * Docker in Docker: the path has an id for each engine, and a process belongs to the innermost container that has a
 * record here: what the host's `docker ps` and `docker top` mean by it, and what stopping or limiting concerns. With no
 * record of any it is the innermost id, the container that it really runs in.
 */
export function ownersOf(facts: OwnershipFacts): Map<number, Owner> {
  const inits = firstProcesses(facts);
  const settled = new Map<number, Owner | null>();
  for (const record of facts.byPid.values()) settle(record, facts, inits, settled);
  const owners = new Map<number, Owner>();
  for (const [pid, owner] of settled) if (owner !== null) owners.set(pid, owner);
  return owners;
}

type Step = 'namespace' | 'parent';

/** Follows the answers to the first one that is known, and keeps what that means for each on the way. */
function settle(
  start: ProcessRecord,
  facts: OwnershipFacts,
  inits: ReadonlyMap<number, ProcessRecord>,
  settled: Map<number, Owner | null>,
): void {
  // Most have an answer of their own.
  let path: Map<ProcessRecord, Step> | null = null;
  let current = start;
  let owner = settled.get(current.pid);
  while (owner === undefined) {
    const answer: Answer = path?.has(current) === true ? NOBODY : answerOf(current, facts, inits);
    if ('owner' in answer) {
      owner = answer.owner;
      settled.set(current.pid, owner);
    } else {
      path ??= new Map();
      path.set(current, answer.foundBy);
      current = answer.like;
      owner = settled.get(current.pid);
    }
  }
  for (const [record, foundBy] of path ?? []) {
    settled.set(record.pid, owner === null ? null : { ...owner, foundBy });
  }
}

function answerOf(
  record: ProcessRecord,
  facts: OwnershipFacts,
  inits: ReadonlyMap<number, ProcessRecord>,
): Answer {
  if (record.container !== null) return { owner: ownerByGroup(record.container, facts.known) };
  const nested = facts.nested(record);
  if (!nested && !(record.state === 'zombie' && saysNothing(record.cgroups))) return NOBODY;
  const started = nested ? facts.startedAs(record) : null;
  if (started !== null) return { owner: { containerId: started, runtime: null, foundBy: 'engine' } };
  const namespace = record.namespaces?.pid;
  const init = nested && namespace !== undefined ? inits.get(namespace) : undefined;
  if (init !== undefined && init !== record) return { like: init, foundBy: 'namespace' };
  const parent = facts.parents.get(record.pid);
  if (parent === undefined) return NOBODY;
  const watch = nested ? facts.watches.get(parent.pid) : undefined;
  const watched = watch?.parentOfContainer === true ? ownerByWatch(watch, parent, facts.known) : null;
  if (watched !== null) return { owner: watched };
  return { like: parent, foundBy: 'parent' };
}

/** A monitor is not of the container it watches, but of the one around both, if there is one. */
function ownerByGroup(
  { containerId, runtime, monitor, outer }: CgroupContainer,
  known: KnownContainers,
): Owner | null {
  const ids = monitor ? [...outer] : [...outer, containerId];
  const id = ids.findLast((one) => known.get(one) !== undefined) ?? ids.at(-1);
  return id === undefined ? null : { containerId: id, runtime, foundBy: 'cgroup' };
}

/**
 * Of the children of a shim or conmon. Where the engine that it works for runs in a container, the same rule holds as
 * for paths: `null` when the outer container has a record and the one it watches has none.
 */
function ownerByWatch(
  { containerId, runtime }: Watch,
  { container }: ProcessRecord,
  known: KnownContainers,
): Owner | null {
  if (containerId === null) return null;
  const outer = container === null ? null : ownerByGroup(container, known);
  const outerIsKnown = outer !== null && known.get(outer.containerId) !== undefined;
  if (outerIsKnown && known.get(containerId) === undefined) return null;
  return { containerId, runtime, foundBy: 'parent' };
}

/** The kernel puts what has ended into the root groups of version 1: `cgroup_release`, kernel/cgroup/cgroup.c. */
function saysNothing(cgroups: CgroupMembership | null): boolean {
  if (cgroups === null) return true;
  return (cgroups.unified ?? '/') === '/' && [...cgroups.legacy.values()].every((path) => path === '/');
}

/** The first process of each pid namespace that is not the host's. */
function firstProcesses({ byPid, nested }: OwnershipFacts): Map<number, ProcessRecord> {
  const inits = new Map<number, ProcessRecord>();
  for (const record of byPid.values()) {
    const namespace = record.namespaces?.pid;
    if (namespace === undefined || record.nsPids.at(-1) !== 1 || !nested(record)) continue;
    if (!inits.has(namespace)) inits.set(namespace, record);
  }
  return inits;
}
