import { formatBytes, formatCount } from '../../../report/text/bytes.js';
import type { EngineReport, HostReport, Report } from '../../../report/types.js';
import type { Look } from '../../lists/context.js';
import { displayText } from '../../text/display-text.js';
import { fit, truncate } from '../../text/fit.js';

type Fact = readonly [label: string, value: string];

function known(value: string | null): string {
  return value === null ? '?' : displayText(value);
}

function engineName(engine: EngineReport): string {
  return `${known(engine.product)} ${known(engine.version)}`;
}

function api(engine: EngineReport): string {
  const least = engine.minApiVersion === null ? '' : ` (from ${displayText(engine.minApiVersion)})`;
  const used =
    engine.usedApiVersion === null || engine.usedApiVersion === engine.apiVersion
      ? ''
      : `, used ${displayText(engine.usedApiVersion)}`;
  return `${known(engine.apiVersion)}${least}${used}`;
}

function logging(engine: EngineReport): string {
  if (engine.loggingOptions === null) return `${known(engine.loggingDriver)}, options not seen`;
  const options = Object.entries(engine.loggingOptions).map(([key, value]) => displayText(`${key}=${value}`));
  return `${known(engine.loggingDriver)}${options.length === 0 ? ', no limit set' : `, ${options.join(' ')}`}`;
}

function modes(engine: EngineReport): string {
  const on = [
    engine.rootless === true ? 'rootless' : '',
    engine.usernsRemap === true ? 'userns-remap' : '',
    engine.liveRestore === true ? 'live-restore' : '',
  ].filter(Boolean);
  return on.join(', ');
}

function hostFacts(host: HostReport, look: Look): Fact[] {
  const machine = [
    `kernel ${known(host.kernelVersion)}`,
    `${formatCount(host.cpus)} CPUs`,
    `${formatBytes(host.memoryBytes, look.style)} memory`,
  ];
  return [
    ['Host', `${known(host.hostname)} · ${known(host.operatingSystem)}`],
    ['', machine.join(' · ')],
  ];
}

function facts(engine: EngineReport): Fact[] {
  const extra = modes(engine);
  return [
    ['Engine', engine.reached ? engineName(engine) : `${engineName(engine)}, not asked: read from the disk`],
    ['API', engine.reached ? api(engine) : 'not asked'],
    ['Storage driver', `${known(engine.storageDriver)} on ${known(engine.backingFilesystem)}`],
    ['Image store', known(engine.imageStore)],
    ['Cgroup', `v${known(engine.cgroupVersion)}, ${known(engine.cgroupDriver)} driver`],
    ['Logging', logging(engine)],
    ...(extra === '' ? [] : [['Modes', extra] as const]),
  ];
}

const LABEL = 16;

/** The engine and its host, one fact per line. */
export function fullEngine(report: Report, width: number, look: Look): string[] {
  const { theme } = look;
  const all: Fact[] = [
    ...(report.engine === null
      ? [['Engine', 'none: neither asked nor found on disk'] as const]
      : facts(report.engine)),
    ...hostFacts(report.host, look),
  ];
  return [
    '',
    ...all.map(([label, value], index) => {
      const shown = truncate(value, Math.max(1, width - LABEL - 2));
      return `  ${theme.muted(fit(label, LABEL))}${index === 0 ? theme.bold(shown) : shown}`;
    }),
  ];
}

/** The same facts on two lines, for a low terminal. */
export function compactEngine(report: Report, width: number, look: Look): string[] {
  const { theme } = look;
  const { engine } = report;
  if (engine === null) return [`  ${theme.bold('No engine')}: neither asked nor found on disk`];
  const name = engine.reached ? engineName(engine) : `${engineName(engine)} (not asked)`;
  const first = [
    theme.bold(name),
    `API ${known(engine.apiVersion)}`,
    `${known(engine.storageDriver)} on ${known(engine.backingFilesystem)}`,
    `${known(engine.imageStore)} store`,
  ];
  const second = [
    `cgroup v${known(engine.cgroupVersion)} ${known(engine.cgroupDriver)}`,
    `logs ${logging(engine)}`,
    known(report.host.hostname),
  ];
  return [
    truncate(`  ${first.join(theme.muted(' · '))}`, width),
    truncate(`  ${second.join(theme.muted(' · '))}`, width),
  ];
}
