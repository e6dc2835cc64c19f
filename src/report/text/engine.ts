import type { EngineReport } from '../types.js';
import type { ByteStyle } from './bytes.js';
import { cleanText } from './clean-text.js';
import { noticeText } from './notices.js';

function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}

/** Everything about the engine, one fact a line; unknown facts are left out. */
export function renderEngine(engine: EngineReport, style: ByteStyle): string[] {
  const options = engine.loggingOptions === null ? null : Object.entries(engine.loggingOptions);
  const logging =
    options?.length === 0
      ? 'none: no rotation'
      : (options?.map(([key, value]) => `${key}=${value}`).join(' ') ?? null);
  const api =
    engine.apiVersion === null
      ? null
      : `${engine.minApiVersion ?? '?'} to ${engine.apiVersion}, used: ${engine.usedApiVersion ?? '?'}`;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Engine', [engine.product, engine.version].filter((part) => part !== null).join(' ') || null],
    ['Endpoint', engine.endpoint ?? (engine.reached ? null : 'none asked: as recorded on the disk')],
    ['API', api],
    ['Data root', engine.dataRoot],
    ['Exec root', engine.execRoot],
    ['Storage driver', engine.storageDriver],
    ['Backing filesystem', engine.backingFilesystem],
    ['Image store', engine.imageStore],
    [
      'Control groups',
      engine.cgroupVersion === null ? null : `v${engine.cgroupVersion}, driver ${engine.cgroupDriver ?? '?'}`,
    ],
    ['Logging driver', engine.loggingDriver],
    ['Logging options', logging],
    ['Default runtime', engine.defaultRuntime],
    ['Rootless', yesNo(engine.rootless)],
    ['User namespaces', yesNo(engine.usernsRemap)],
    ['Live restore', yesNo(engine.liveRestore)],
    ...engine.driverStatus.map(([key, value]): readonly [string, string] => [`  ${key}`, value]),
  ];
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== null);
  const width = Math.max(...known.map(([name]) => name.length));
  const lines = known.map(([name, value]) => cleanText(`${name.padEnd(width)}  ${value}`));
  const notices = engine.notices.map(
    (notice) => `${notice.severity === 'warning' ? '!' : 'i'} ${noticeText(notice, style)}`,
  );
  return [...lines, ...(notices.length > 0 ? [''] : []), ...notices];
}
