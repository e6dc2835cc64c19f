import { formatBytes, formatCount } from '../../report/text/bytes.js';
import { fit } from '../../report/text/fit.js';
import { formatCpus, formatPercent, formatRate, NO_LIMIT, NONE } from '../../report/text/use.js';
import type { ContainerReport, ControlReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { bar, fractionOf } from '../text/bar.js';
import { displayText } from '../text/display-text.js';
import type { DetailWriter } from './detail-lines.js';

const BAR = 20;
/** From this share of a limit on, what uses it up stands out. */
const NEARLY_ALL = 0.9;

type Part = ControlReport['unlimited'][number];

function shown<T>(value: T | null, format: (value: T) => string): string {
  return value === null ? NONE : format(value);
}

/** What limits a container and what it uses of that, memory and processes with a bar. */
export function writeLimits(writer: DetailWriter, container: ContainerReport, context: RecordContext): void {
  const { control } = container;
  if (control === null) return;
  const { theme, style } = context;
  const { cpu, memory, pids, io } = control;
  const limit = <T>(part: Part, value: T | null, format: (value: T) => string): string =>
    value === null && control.unlimited.includes(part) ? NO_LIMIT : shown(value, format);
  const inBytes = (bytes: number): string => formatBytes(bytes, style);
  const use = (label: string, used: number | null, most: number | null, text: string): void => {
    const fraction = fractionOf(used, most);
    const paint = fraction !== null && fraction >= NEARLY_ALL ? theme.bad : theme.good;
    const drawn = fraction === null ? '' : `${paint(fit(bar(fraction, BAR), BAR))} `;
    writer.line(`${theme.muted(fit(label, 15))} ${drawn}${text}`);
  };
  writer.section('Limits and use', SOURCES[control.readFrom]);
  use(
    'memory',
    memory.workingSetBytes,
    memory.effectiveLimitBytes,
    `${shown(memory.workingSetBytes, inBytes)} of ${limit('memory', memory.effectiveLimitBytes, inBytes)}, peak ${shown(memory.peakBytes, inBytes)}, OOM kills ${shown(memory.oomKills, formatCount)}`,
  );
  use(
    'pids',
    pids.current,
    pids.effectiveLimit,
    `${shown(pids.current, formatCount)} of ${limit('pids', pids.effectiveLimit, formatCount)}`,
  );
  use(
    'cpu',
    cpu.usagePercent,
    cpu.effectiveLimitCpus === null ? null : cpu.effectiveLimitCpus * 100,
    `${shown(cpu.usagePercent, formatPercent)} of ${limit('cpu', cpu.effectiveLimitCpus, (cpus) => `${formatCpus(cpus)} CPUs`)}, held back ${shown(cpu.throttledPercent, formatPercent)} of the time`,
  );
  if (memory.swapBytes !== null) writer.field('swap', inBytes(memory.swapBytes));
  if (cpu.cpuset !== null) writer.field('cpuset', cpu.cpuset);
  writer.field(
    'disks',
    `read ${shown(io.readBytes, inBytes)} (${shown(io.readBytesPerSecond, (rate) => formatRate(rate, style))}), written ${shown(io.writtenBytes, inBytes)} (${shown(io.writtenBytesPerSecond, (rate) => formatRate(rate, style))})`,
  );
  if (control.cgroupPath !== null) writer.field('control group', control.cgroupPath);
  if (control.unlimited.length > 0)
    writer.line(theme.warn(`Nothing limits ${control.unlimited.join(', ')}.`));
  if (control.unmeasuredReason !== null) writer.line(theme.muted(displayText(control.unmeasuredReason)));
}

const SOURCES: Readonly<Record<ControlReport['readFrom'], string>> = {
  cgroup: 'of its control group',
  engine: 'as the engine says',
  configuration: 'as set',
};
