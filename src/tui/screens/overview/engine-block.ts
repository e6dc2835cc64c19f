import { formatBytes, formatCount } from '../../../report/text/bytes.js';
import type { EngineReport, HostReport, Report } from '../../../report/types.js';
import type { Look } from '../../lists/context.js';
import { displayText } from '../../text/display-text.js';
import { joinKnown } from '../../text/join-known.js';
import { fit, truncate } from '../../../report/text/fit.js';

type Fact = readonly [label: string, value: string];

function known(value: string | null): string {
  return value === null ? '?' : displayText(value);
}

function engineName(engine: EngineReport): string {
  if (engine.reached) return `${known(engine.product)} ${known(engine.version)}`;
  return 'not asked: as recorded on the disk';
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
    host.kernelVersion === null ? null : `kernel ${host.kernelVersion}`,
    host.cpus === null ? null : `${formatCount(host.cpus)} CPUs`,
    host.memoryBytes === null ? null : `${formatBytes(host.memoryBytes, look.style)} memory`,
  ];
  return [
    ['Host', joinKnown([host.hostname, host.operatingSystem], ' · ')],
    ['', joinKnown(machine, ' · ')],
  ];
}

function storage(engine: EngineReport): string {
  return joinKnown([engine.storageDriver, engine.backingFilesystem], ' on ');
}

function facts(engine: EngineReport): Fact[] {
  const stored: Fact[] = [
    ['Engine', engineName(engine)],
    ['Storage driver', storage(engine)],
    ['Image store', joinKnown([engine.imageStore], '')],
  ];
  if (!engine.reached) return stored;
  return [
    ...stored,
    ['API', api(engine)],
    ['Cgroup', `v${known(engine.cgroupVersion)}, ${known(engine.cgroupDriver)} driver`],
    ['Logging', logging(engine)],
    ['Modes', modes(engine)],
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
  ].filter(([, value]) => value !== '');
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
  const asked = (fact: string): string[] => (engine.reached ? [fact] : []);
  const first = [
    theme.bold(engineName(engine)),
    ...asked(`API ${known(engine.apiVersion)}`),
    storage(engine),
    ...(engine.imageStore === null ? [] : [`${engine.imageStore} store`]),
  ];
  const second = [
    ...asked(`cgroup v${known(engine.cgroupVersion)} ${known(engine.cgroupDriver)}`),
    ...asked(`logs ${logging(engine)}`),
    joinKnown([report.host.hostname], ''),
  ];
  return [
    truncate(`  ${first.join(theme.muted(' · '))}`, width),
    truncate(`  ${second.join(theme.muted(' · '))}`, width),
  ];
}
