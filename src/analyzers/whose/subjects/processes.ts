import { cgroupPathOf, commandOf } from '../../processes/describe.js';
import { startedAt } from '../../processes/start-time.js';
import { fact, sizeFact, withoutSpace } from '../no-space.js';
import { unitOf } from '../live/control-group-path.js';
import { liveOf, type LiveProcess } from '../live/live-host.js';
import type { Fact, Holder, Subject, SubjectAnswer } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';

/** Every process that can be seen: those of containers, and those of the host, which the report does not list. */
export function processSubjects(host: WhoseHost): Subject[] {
  return [...liveOf(host).processes.values()].map((process): Subject => {
    const { pid, report, record } = process;
    const inside = liveOf(host).pidInside(process);
    return {
      kind: 'process',
      root: null,
      id: String(pid),
      name: report?.comm ?? record?.comm ?? null,
      keys: [],
      words: [pidWord(pid), ...(inside === null ? [] : [pidWord(inside, report?.containerId ?? null)])],
      places: [],
      answer: () => answerProcess(host, process),
    };
  });
}

/** What finds a process: its id on the host, or in a container. */
export function pidWord(pid: number, containerId: string | null = null): string {
  return containerId === null ? `pid:${pid}` : `pid:${containerId}:${pid}`;
}

function answerProcess(host: WhoseHost, process: LiveProcess): SubjectAnswer {
  return withoutSpace('a process', {
    description: describe(host, process),
    facts: factsOf(host, process),
    holders: holdersOf(host, process),
  });
}

function describe(host: WhoseHost, { report, record }: LiveProcess): string {
  const kernel = report?.kernelThread ?? record?.kernelThread ?? false;
  if (kernel) return 'a thread of the kernel, in no container';
  const container = nameOf(host, report?.containerId ?? null, report?.containerName ?? null);
  if (report?.role === 'container' && container !== null) {
    if (report.entry === 'init') return `the first process of the container ${container}`;
    if (report.entry === 'exec')
      return `a process that was started in the container ${container} from outside`;
    return `a process in the container ${container}`;
  }
  if (report?.role === 'container') return 'a process in a container that has no name here';
  if (report?.role === 'namespace') return 'a process in a pid namespace of no container that is known';
  if (report?.role === 'monitor') {
    const watched = nameOf(host, report.watches, null);
    return `a process of the host that watches ${watched === null ? 'a container' : `the container ${watched}`} from outside`;
  }
  const path = groupPath({ report, record });
  const unit = path === null ? null : unitOf(path);
  return `a process of the host, in no container${unit === null ? '' : `; it belongs to ${unit}`}`;
}

function nameOf(host: WhoseHost, id: string | null, told: string | null): string | null {
  if (id === null) return told;
  return liveOf(host).container(id)?.record.name ?? told ?? id.slice(0, 12);
}

function holdersOf(host: WhoseHost, { report }: LiveProcess): Holder[] {
  const live = liveOf(host);
  if (report === null) return [];
  const { containerId, containerName, watches } = report;
  if (watches !== null) return [live.holder(watches, null, 'it watches this container')];
  return containerId === null ? [] : [live.holder(containerId, containerName, 'it runs in this container')];
}

function groupPath({ report, record }: Pick<LiveProcess, 'report' | 'record'>): string | null {
  return report?.cgroupPath ?? (record === null ? null : cgroupPathOf(record));
}

function factsOf(host: WhoseHost, process: LiveProcess): Fact[] {
  const { report, record } = process;
  const table = host.view.inventory.processes;
  const parent = report?.parentPid ?? record?.parentPid ?? null;
  const state = report?.state ?? record?.state ?? null;
  const started = report?.startedAt ?? (table === null || record === null ? null : startedAt(table, record));
  return [
    ...fact('command', report?.command ?? (record === null ? null : commandOf(record))),
    ...fact('image', report?.imageReference ?? report?.imageId ?? null),
    ...fact('compose', composeOf(process)),
    ...fact('inside', insideOf(host, process)),
    ...fact('parent', parent === null || parent === 0 ? null : describeParent(host, parent)),
    ...fact('user', userOf(host, process)),
    ...fact('started', started),
    ...fact('state', state),
    ...sizeFact('memory', 'resident:', report?.rssBytes ?? record?.rssBytes ?? null),
    ...fact('group', groupPath(process)),
    ...fact('namespace', namespacesOf(host, process)),
  ];
}

function composeOf({ report }: LiveProcess): string | null {
  if (report?.composeProject == null) return null;
  return `project ${report.composeProject}${report.composeService === null ? '' : `, service ${report.composeService}`}`;
}

/** Its ids from the container's namespace inward. */
function insideOf(host: WhoseHost, process: LiveProcess): string | null {
  const live = liveOf(host);
  const nsPids = process.report?.nsPids ?? process.record?.nsPids ?? [];
  const inside = live.pidInside(process);
  const [first, ...deeper] = inside === null ? nsPids.slice(1) : nsPids.slice(nsPids.indexOf(inside, 1));
  if (first === undefined || nsPids.length < 2) return null;
  const nested = deeper.length === 0 ? '' : `, and ${deeper.join(', ')} in the namespaces within`;
  return `process ${first}${nested}`;
}

function describeParent(host: WhoseHost, pid: number): string {
  const live = liveOf(host);
  const parent = live.processes.get(pid);
  const comm = parent?.report?.comm ?? parent?.record?.comm;
  return comm === undefined ? String(pid) : `${pid} (${comm})`;
}

function userOf({ view }: WhoseHost, { report, record }: LiveProcess): string | null {
  const uid = report?.hostUid ?? record?.uid ?? null;
  if (uid === null) return report?.hostUser ?? null;
  const name = report?.hostUser ?? view.inventory.processes?.userNames.get(uid) ?? null;
  const inside = report?.containerUid ?? null;
  return `${name === null ? String(uid) : `${name} (${uid})`}${inside === null || inside === uid ? '' : `, inside ${inside}`}`;
}

/** The namespaces that are not the host's. */
function namespacesOf({ view }: WhoseHost, { report, record }: LiveProcess): string | null {
  const own = record?.namespaces ?? null;
  if (own === null) return report?.pidNamespace == null ? null : `pid:[${report.pidNamespace}]`;
  const hosts = view.inventory.processes?.hostNamespaces ?? {};
  const apart = Object.entries(own).filter(
    ([kind, inode]) => !Object.entries(hosts).some((one) => one[0] === kind && one[1] === inode),
  );
  if (apart.length === 0) return 'all of the host';
  return apart.map(([kind, inode]) => `${kind}:[${inode}]`).join(' ');
}
