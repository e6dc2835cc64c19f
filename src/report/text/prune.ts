import type { PruneForecasts } from '../types.js';
import { type ByteStyle, formatBytes, formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';
import { TOLD } from './figure.js';
import { renderTable, type TableColumn } from './table.js';
import { wrapText } from './wrap.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'COMMAND', align: 'left' },
  { title: 'OBJECTS', align: 'right', drop: 2 },
  { title: 'FREES', align: 'right' },
  { title: 'ENGINE CLAIMS', align: 'right' },
  { title: 'DIFFERENCE', align: 'right', drop: 1 },
];

/** What the engine's own prune commands would free, beside what it claims itself. */
export function renderPruneForecasts(
  { engineVersion, forecasts, claimsMissing, explanation }: PruneForecasts,
  style: ByteStyle,
  available: number,
): string[] {
  const rows = forecasts.map((one) => [
    one.command,
    formatCount(one.objects),
    `${one.unmeasuredReason === null || one.freedBytes === null ? '' : TOLD}${formatBytes(one.freedBytes, style)}`,
    one.claimedAs === null ? '-' : `${formatBytes(one.claimedBytes, style)} (${one.claimedAs})`,
    one.differenceBytes === null
      ? ''
      : `${one.differenceBytes < 0 ? '-' : '+'}${formatBytes(Math.abs(one.differenceBytes), style)}`,
  ]);
  const reasons = [...new Set(forecasts.flatMap(({ unmeasuredReason }) => unmeasuredReason ?? []))];
  const engine = engineVersion === null ? 'the engine' : `engine ${engineVersion}`;
  const notes = [
    ...(claimsMissing === null ? [] : [`what ${engine} claims is not known: ${claimsMissing}`]),
    ...reasons.map((reason) => `${TOLD} an estimate: ${reason}`),
    ...explanation,
  ];
  return [
    ...renderTable(COLUMNS, rows, available),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrapText(cleanText(note), available)),
    '',
    ...wrapText('- the engine says nothing of it beforehand: its prune commands have no dry run', available),
  ];
}
