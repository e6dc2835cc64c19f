import { liveOf } from '../live/live-host.js';
import type { ControlReport } from '../../../report/types.js';
import { unitOf } from '../live/control-group-path.js';
import { controlGroupTree, type GroupNode } from '../live/control-group-tree.js';
import { fact, sizeFact, withoutSpace } from '../no-space.js';
import type { Fact, Holder, Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** Control groups that processes or containers are in, and those above them. */
export function controlGroupSubjects(host: WhoseHost): Subject[] {
  return [...controlGroupTree(liveOf(host)).values()].map((node): Subject => ({
    kind: 'control-group',
    root: null,
    id: node.path,
    name: null,
    keys: [],
    words: [groupWord(node.path), ...(node.containerId === null ? [] : [containerGroupWord(node.path)])],
    places: [],
    answer: () =>
      withoutSpace('a control group', {
        description: describe(host, node),
        facts: factsOf(host, node),
        holders: holdersOf(host, node),
      }),
  }));
}

export function groupWord(path: string): string {
  return `cgroup:${path}`;
}

/** Only groups of containers and below have it. */
export function containerGroupWord(path: string): string {
  return `cgroup of a container:${path}`;
}

function describe(host: WhoseHost, { path, containerId, top, all }: GroupNode): string {
  const live = liveOf(host);
  if (containerId !== null) {
    const name = live.container(containerId)?.record.name ?? containerId.slice(0, 12);
    return top
      ? `the control group of the container ${name}`
      : `a control group that lies in that of the container ${name}`;
  }
  const below = new Set(all.flatMap((pid) => live.processes.get(pid)?.report?.containerId ?? []));
  const unit = unitOf(path);
  const what = unit === null ? 'a control group of the host' : `the control group of the host’s ${unit}`;
  if (below.size === 0) return `${what}, with no container in it`;
  return `${what}, with ${below.size === 1 ? '1 container' : `${below.size} containers`} in it`;
}

function holdersOf(host: WhoseHost, { containerId, top, own, all }: GroupNode): Holder[] {
  const live = liveOf(host);
  if (containerId !== null) {
    const how = top ? 'it runs in this group' : 'its processes made it, or were put there';
    const outside = own.filter((pid) => live.processes.get(pid)?.report?.containerId !== containerId);
    return [
      live.holder(containerId, null, how),
      ...outside.map((pid) => live.processHolder(pid, 'is in it')),
    ];
  }
  const below = new Set(all.flatMap((pid) => live.processes.get(pid)?.report?.containerId ?? []));
  return [
    ...[...below].map((id) => live.holder(id, null, 'runs in it, or below it')),
    ...own.map((pid) => live.processHolder(pid, 'is in it')),
  ];
}

function factsOf(host: WhoseHost, { containerId, top, own, all }: GroupNode): Fact[] {
  const live = liveOf(host);
  const control = top && containerId !== null ? (live.containerReport(containerId)?.control ?? null) : null;
  const below = all.length - own.length;
  const processes = `${own.length}${below === 0 ? '' : `, and ${below} in groups below it`}`;
  return [...fact('processes', processes), ...(control === null ? [] : limitsOf(control))];
}

/** Limits in brief, those of the groups above included. */
function limitsOf({ cpu, memory, pids, unlimited }: ControlReport): Fact[] {
  const cpus = cpu.effectiveLimitCpus ?? cpu.limitCpus;
  return [
    ...fact('cpu', cpus === null ? null : `at most ${cpus} CPU`),
    ...sizeFact('memory', 'at most', memory.effectiveLimitBytes ?? memory.limitBytes),
    ...sizeFact('memory', 'in use:', memory.workingSetBytes ?? memory.currentBytes),
    ...fact('pids', pids.effectiveLimit === null ? null : `at most ${pids.effectiveLimit}`),
    ...fact('no limit', unlimited.join(', ')),
  ];
}
