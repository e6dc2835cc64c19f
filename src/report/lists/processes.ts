import { formatBytes } from '../text/bytes.js';
import { cleanText } from '../text/clean-text.js';
import type { CellStyle } from '../text/figure.js';
import { shortId } from '../text/names.js';
import { NONE } from '../text/use.js';
import { wrapText } from '../text/wrap.js';
import type { ProcessReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { ageColumn, bytesColumn, countColumn, flagColumn, textColumn } from './columns.js';

/** What holds a process: its container, or its pid namespace where that is no known container's. */
export function holderOf(process: ProcessReport): string {
  const { containerId, containerName, role, pidNamespace } = process;
  if (containerId !== null) return containerName ?? shortId(containerId);
  if (role !== 'namespace') return '';
  return pidNamespace === null ? 'another namespace' : `pid:[${pidNamespace}]`;
}

/** Its ids in the pid namespaces below the host's, outermost first: `12→3→1`. */
export function insidePids({ nsPids }: Pick<ProcessReport, 'nsPids'>): string {
  return nsPids.slice(1).join('→');
}

/** Who runs it on the host, and as whom it sees itself where that is another: `100000/0`. */
function userOf({ hostUser, hostUid, containerUid }: ProcessReport): string {
  const outside = hostUser ?? (hostUid === null ? '' : String(hostUid));
  return containerUid === null || containerUid === hostUid ? outside : `${outside}/${containerUid}`;
}

/** What has ended and threads of the kernel have no memory of their own, which is not unmeasured. */
function memory({ rssBytes, unmeasuredReason }: ProcessReport, style: CellStyle): string {
  return rssBytes === null && unmeasuredReason === null ? NONE : formatBytes(rssBytes, style);
}

function isOfHost({ role }: ProcessReport): boolean {
  return role === 'host' || role === 'monitor';
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What a person would pass over: namespaces that nobody answers for, and what has ended and was not waited for. */
function footer(processes: readonly ProcessReport[], available: number): string[] {
  const spaces = Map.groupBy(
    processes.filter(({ role }) => role === 'namespace'),
    holderOf,
  );
  const foreign = [...spaces].map(
    ([name, members]) =>
      `${name} (${counted(members.length, 'process', 'processes')}, ${members[0]?.comm ?? ''})`,
  );
  const zombies = processes.filter(({ state }) => state === 'zombie').length;
  // What leads to the containers is shown as far as it is seen.
  const own = processes.filter((one) => !isOfHost(one));
  const reasons = new Set(own.flatMap(({ unmeasuredReason }) => unmeasuredReason ?? []));
  const lines = [
    ...(foreign.length === 0
      ? []
      : [
          `${counted(foreign.length, 'pid namespace', 'pid namespaces')} of no known container: ${foreign.join(', ')}`,
        ]),
    ...(zombies === 0
      ? []
      : [`${counted(zombies, 'zombie', 'zombies')}: ended, and not waited for by the parent`]),
    ...[...reasons].sort().map((reason) => `? ${reason}`),
  ];
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrapText(cleanText(line), available))];
}

const pid = (key: string, title: string, help: string, value: (one: ProcessReport) => number | null) =>
  // No separators: a pid is copied into other commands.
  countColumn<ProcessReport>(key, title, help, value, { text: (one) => String(value(one) ?? '') });

export const processList: ListDefinition<ProcessReport> = {
  name: 'processes',
  plural: 'processes',
  about: 'processes of containers: ids on the host and inside, user, memory, command',
  defaultSort: 'container',
  records: (report) => report.processes,
  optional: 'processes',
  hidden: {
    isHidden: isOfHost,
    note: (count) =>
      `${counted(count, 'process', 'processes')} of the host not shown: parents, and what watches containers (--all shows them)`,
  },
  footer,
  columns: [
    { ...pid('pid', 'PID', 'process id on the host', (one) => one.hostPid), drop: 0 },
    textColumn(
      'container',
      'CONTAINER',
      'container, or pid namespace of none',
      (one) => holderOf(one) || null,
      {
        shrinks: 'middle',
      },
    ),
    textColumn('containerid', 'CONTAINER ID', 'id of its container', (one) => one.containerId, {
      shown: false,
    }),
    textColumn('inside', 'INSIDE', 'its ids in nested pid namespaces, outermost first', insidePids, {
      sparse: true,
      drop: 1,
    }),
    { ...pid('parent', 'PARENT', 'process id of its parent', (one) => one.parentPid), shown: false },
    textColumn('user', 'USER', 'user on the host / user id inside, where that differs', userOf, {
      drop: 3,
      shrinks: 'end',
    }),
    textColumn('state', 'STATE', 'state', (one) => one.state, { drop: 4 }),
    bytesColumn('rss', 'RSS', 'resident memory, shared pages included', (one) => one.rssBytes, {
      text: memory,
      drop: 2,
    }),
    countColumn('threads', 'THREADS', 'how many threads', (one) => one.threads, { drop: 6 }),
    ageColumn('started', 'STARTED', 'how long ago it was started', (one) => one.startedAt, { drop: 5 }),
    textColumn('role', 'ROLE', 'container, namespace, monitor or host', (one) => one.role, { shown: false }),
    textColumn('entry', 'ENTRY', 'init, exec or child', (one) => one.entry, { shown: false }),
    textColumn('project', 'PROJECT', 'compose project', (one) => one.composeProject, { shown: false }),
    textColumn('service', 'SERVICE', 'compose service', (one) => one.composeService, { shown: false }),
    textColumn('image', 'IMAGE', 'the image as it was named', (one) => one.imageReference, { shown: false }),
    textColumn('runtime', 'RUNTIME', 'what made its control group', (one) => one.runtime, { shown: false }),
    textColumn(
      'namespace',
      'PID NAMESPACE',
      'inode of its pid namespace',
      (one) => String(one.pidNamespace ?? ''),
      {
        shown: false,
      },
    ),
    textColumn('cgroup', 'CGROUP', 'path of its control group', (one) => one.cgroupPath, {
      shown: false,
      shrinks: 'middle',
    }),
    textColumn('comm', 'NAME', 'what it calls itself', (one) => one.comm, { shown: false }),
    flagColumn('zombie', 'ended, and not waited for', (one) => one.state === 'zombie'),
    textColumn('command', 'COMMAND', 'its arguments', (one) => one.command, { shrinks: 'end' }),
  ],
};
