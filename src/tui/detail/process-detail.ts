import { holderOf, insidePids } from '../../report/lists/processes.js';
import { formatBytes } from '../../report/text/bytes.js';
import { NONE } from '../../report/text/use.js';
import type { ProcessReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { dateText } from '../text/figure.js';
import { containerLine } from './container-line.js';
import { createDetail } from './detail-lines.js';

const ROLES: Readonly<Record<ProcessReport['role'], string>> = {
  container: 'runs in a container',
  namespace: 'in a pid namespace of no known container',
  monitor: 'watches a container from the host',
  host: 'of the host, above others',
};

const ENTRIES: Readonly<Record<NonNullable<ProcessReport['entry']>, string>> = {
  init: 'its first process',
  exec: 'came in from outside, as with exec',
  child: 'started by one of its own',
};

/** A process: whose it is, its ids on both sides, its user, memory and command. */
export function processDetail(
  process: ProcessReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const writer = createDetail(process, context, width);
  const { entry, parentPid, hostUid, hostUser, containerUid, rssBytes, unmeasuredReason } = process;
  writer.section(displayText(process.comm), `PID ${process.hostPid}, ${process.state}`);
  writer.field('role', `${ROLES[process.role]}${entry === null ? '' : `: ${ENTRIES[entry]}`}`);
  const container = process.containerId ?? process.watches;
  if (container !== null) writer.line(containerLine(container, context));
  else if (process.role === 'namespace') writer.field('namespace', holderOf(process));
  if (process.composeProject !== null)
    writer.field('compose', `${process.composeProject} / ${process.composeService ?? '?'}`);
  if (process.imageReference !== null) writer.field('image', process.imageReference);
  writer.section('Ids');
  writer.field('on the host', String(process.hostPid));
  writer.field('inside', insidePids(process) || NONE);
  writer.field('parent', parentPid === null ? NONE : String(parentPid));
  writer.field('pid namespace', process.pidNamespace === null ? null : String(process.pidNamespace));
  writer.field('user', hostUser ?? (hostUid === null ? null : String(hostUid)));
  if (containerUid !== null) writer.field('user id inside', String(containerUid));
  writer.section('Use');
  writer.field(
    'memory',
    rssBytes === null && unmeasuredReason === null ? NONE : formatBytes(rssBytes, context.style),
  );
  writer.field('threads', process.threads === null ? null : String(process.threads));
  writer.field('started', dateText(process.startedAt));
  writer.section('Command');
  writer.field('arguments', process.command);
  writer.field('control group', process.cgroupPath);
  if (process.runtime !== null) writer.field('runtime', process.runtime);
  if (unmeasuredReason !== null) writer.field('incomplete', unmeasuredReason);
  return writer.lines;
}
