import type { ContainerRecord } from '../model/container.js';
import type { EngineFacts } from '../model/engine.js';
import { type LogRotation, NO_ROTATION_OPTIONS } from '../model/log-rotation.js';
import type { ContainerReport } from '../report/types.js';
import { inRange } from './engine/version.js';

type LoggingReport = ContainerReport['logging'];
type Bounds = Pick<LoggingReport, 'maxSizeBytes' | 'maxFiles' | 'compress' | 'maxBytes' | 'bounded'>;

/** What a driver does where its options say nothing. */
interface RotationDefaults {
  readonly maxSizeBytes: number | null;
  readonly maxFiles: number;
  readonly compress: boolean;
}

/** Source: moby, daemon/logger/jsonfilelog/jsonfilelog.go: no rotation, one file. */
const JSON_FILE: RotationDefaults = { maxSizeBytes: null, maxFiles: 1, compress: false };

/** Source: moby, daemon/logger/local/local.go. The copy of what is sent away is a log of this driver. */
const LOCAL: RotationDefaults = { maxSizeBytes: 20 * 1024 * 1024, maxFiles: 5, compress: true };

/** Log drivers of the engine that send away. Others that it does not know itself are plugins. */
const REMOTE: readonly string[] = [
  'syslog',
  'gelf',
  'fluentd',
  'awslogs',
  'splunk',
  'gcplogs',
  'logentries',
  'etwlogs',
];

/** First engine that keeps a copy of what is sent away. Source: moby#40543. */
const FIRST_WITH_COPY = '20.10.0';

const NOT_HERE: Bounds = {
  maxSizeBytes: null,
  maxFiles: null,
  compress: null,
  maxBytes: null,
  bounded: null,
};
const NOTHING_HERE: Bounds = { ...NOT_HERE, maxBytes: 0, bounded: true };

/** What is known of where a container's log lies. */
interface LogFacts {
  readonly record: ContainerRecord;
  readonly engine: EngineFacts | null;
  /** Allocated bytes of the log files that were met; `null` where nobody looked. */
  readonly bytes: number | null;
  /** How many log files were met. */
  readonly files: number;
}

/**
 * Where a container's log goes, and what bounds it. The options in force are those of the container's own record: the
 * daemon's defaults are copied into it when it is created. Only a record without a driver falls back on them.
 */
export function reportLogging({ record, engine, bytes, files }: LogFacts): LoggingReport {
  const driver = record.logDriver ?? engine?.loggingDriver ?? null;
  const own = record.logDriver !== null;
  const rotation = own ? record.logRotation : (engine?.loggingRotation ?? NO_ROTATION_OPTIONS);
  const { note, ...log } = logOf(driver, rotation, engine);
  const found = log.keeps === 'files' || log.keeps === 'nothing' || files > 0;
  const notes = [
    own || driver === null ? null : 'its record names no log driver: that of the engine',
    note,
    found && bytes === null ? 'its files were not measured' : null,
  ].filter((one) => one !== null);
  return {
    driver,
    ...log,
    // Where nothing of it is kept here, the sum of no files would say that there is no log.
    sizeBytes: found ? bytes : null,
    note: notes.length === 0 ? null : notes.join('; '),
  };
}

type Log = Bounds & Pick<LoggingReport, 'keeps' | 'note'>;

function logOf(driver: string | null, rotation: LogRotation, engine: EngineFacts | null): Log {
  switch (driver) {
    case null:
      return { keeps: 'unknown', ...NOT_HERE, note: 'its log driver is not known' };
    case 'none':
      return { keeps: 'nothing', ...NOTHING_HERE, note: null };
    case 'journald':
      return {
        keeps: 'journal',
        ...NOT_HERE,
        note: 'in the journal, which journald.conf bounds for all services together',
      };
    case 'json-file':
      return { keeps: 'files', ...rotated(rotation, JSON_FILE) };
    case 'local':
      return { keeps: 'files', ...rotated(rotation, LOCAL) };
    default:
      return { keeps: 'remote', ...sentAway(driver, rotation, engine) };
  }
}

function rotated(rotation: LogRotation, defaults: RotationDefaults): Bounds & Pick<LoggingReport, 'note'> {
  if (rotation.bad.length > 0) {
    const note = `its options cannot be read (${rotation.bad.join(', ')}): the engine does not start it with them`;
    return { ...NOT_HERE, note };
  }
  const maxSizeBytes = rotation.unlimited ? null : (rotation.maxSizeBytes ?? defaults.maxSizeBytes);
  const maxFiles = rotation.maxFiles ?? defaults.maxFiles;
  const compress = rotation.compress ?? defaults.compress;
  if (maxSizeBytes === null) {
    // Files are turned over by their size alone: without one, max-file says nothing.
    const note =
      rotation.maxFiles === null ? 'no max-size' : 'no max-size, without which max-file does nothing';
    return {
      maxSizeBytes,
      maxFiles,
      compress,
      maxBytes: null,
      bounded: false,
      note: `${note}: it grows without limit`,
    };
  }
  const maxBytes = Math.min(Number.MAX_SAFE_INTEGER, maxSizeBytes * maxFiles);
  return { maxSizeBytes, maxFiles, compress, maxBytes, bounded: true, note: null };
}

/**
 * The copy that the engine keeps of what a driver sends away. Its `cache-max-size` and `cache-max-file` are accepted
 * and never read. Source: moby, daemon/logger/loggerutils/cache/local_cache.go; moby#45668.
 */
function sentAway(driver: string, rotation: LogRotation, engine: EngineFacts | null) {
  const sent = REMOTE.includes(driver) ? `sent away by ${driver}` : `kept by the plugin ${driver}`;
  const tooOld = inRange(engine?.version ?? null, null, FIRST_WITH_COPY);
  if (rotation.cacheDisabled || tooOld) return { ...NOTHING_HERE, note: `${sent}, without a copy here` };
  return { ...rotated(NO_ROTATION_OPTIONS, LOCAL), note: `${sent}; the limit is that of the copy here` };
}
