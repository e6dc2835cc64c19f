import { formatBytes, UNMEASURED } from '../text/bytes.js';
import { cleanText } from '../text/clean-text.js';
import { shortId } from '../text/names.js';
import { wrapText } from '../text/wrap.js';
import type { ContainerReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { bytesColumn, countColumn, flagColumn, shownFlagColumn, textColumn, toldColumn } from './columns.js';

const PLACES: Readonly<Record<ContainerReport['logging']['keeps'], string>> = {
  files: 'files',
  journal: 'in the journal',
  remote: 'sent away',
  nothing: 'nowhere',
  unknown: UNMEASURED,
};

/** Where a log is: its files, or where else it goes. */
export function logPlace({ logging, logFiles }: ContainerReport): string {
  const place = PLACES[logging.keeps];
  return logging.keeps === 'remote' && logFiles.length > 0 ? `${place}, copy here` : place;
}

/** What is to be warned of; empty when nothing is. */
function logWarning({ logging }: ContainerReport): string {
  return logging.bounded === false ? 'no limit' : '';
}

/** Files and size at which they are turned over: `3 × 10.00 MB`. */
function rotation({ logging: { maxSizeBytes, maxFiles, compress } }: ContainerReport, iec: boolean): string {
  if (maxSizeBytes === null || maxFiles === null) return '';
  return `${maxFiles} × ${formatBytes(maxSizeBytes, { iec })}${compress === true ? ', compressed' : ''}`;
}

/** Why there is no size, one line a reason. */
function footer(containers: readonly ContainerReport[], available: number): string[] {
  const reasons = new Map<string, string[]>();
  for (const { logging, name, id } of containers) {
    if (logging.sizeBytes !== null) continue;
    const reason = logging.note ?? 'not measured';
    reasons.set(reason, [...(reasons.get(reason) ?? []), name ?? shortId(id)]);
  }
  const lines = [...reasons].flatMap(([reason, names]) =>
    wrapText(cleanText(`${UNMEASURED} ${names.join(', ')}: ${reason}`), available),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

export const logList: ListDefinition<ContainerReport> = {
  name: 'logs',
  plural: 'container logs',
  about: 'logs of containers: driver, size, rotation and what bounds them',
  notices: ['log-rotation-off', 'container-logs-unbounded'],
  defaultSort: 'size',
  records: (report) => report.containers,
  footer,
  columns: [
    textColumn('name', 'CONTAINER', 'name', ({ name, id }) => name ?? shortId(id), { shrinks: 'end' }),
    textColumn('id', 'ID', 'id', (one) => one.id, { shown: false }),
    textColumn('state', 'STATE', 'state', (one) => one.status, { drop: 5 }),
    textColumn('driver', 'DRIVER', 'log driver', (one) => one.logging.driver ?? UNMEASURED, {
      shrinks: 'end',
      drop: 2,
    }),
    textColumn('place', 'WHERE', 'where the log is', logPlace, { shrinks: 'end', drop: 6 }),
    bytesColumn('size', 'SIZE', 'allocated bytes of its files', (one) => one.logging.sizeBytes, {
      field: 'logBytes',
    }),
    countColumn('files', 'FILES', 'how many files', (one) => one.logFiles.length, { drop: 4 }),
    textColumn(
      'rotation',
      'ROTATION',
      'files × size at which one is turned over',
      (one) => rotation(one, false),
      {
        text: (one, { iec }) => rotation(one, iec),
        drop: 3,
      },
    ),
    toldColumn('limit', 'LIMIT', 'the most its files can grow to', (one) => one.logging.maxBytes, {
      drop: 1,
    }),
    textColumn('warning', 'WARNING', 'what to look at', logWarning, { sparse: true }),
    flagColumn('bounded', 'something limits it', (one) => one.logging.bounded),
    shownFlagColumn(
      'compressed',
      'COMPRESSED',
      'turned over files are compressed',
      (one) => one.logging.compress,
      {
        shown: false,
      },
    ),
  ],
};
