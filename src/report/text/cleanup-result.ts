import type { CleanupResult, RemovalRecord } from '../types.js';
import { type ByteStyle, formatBytes, formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';
import { shortId } from './names.js';
import { wrapText } from './wrap.js';

const WORDS: Readonly<Record<RemovalRecord['outcome'], string>> = {
  removed: 'removed',
  absent: 'was gone',
  skipped: 'skipped',
  refused: 'refused by the engine',
  unknown: 'not known',
  'not-tried': 'not tried',
};

/** One line for each object, as soon as it is known what became of it. */
export function recordLine(record: RemovalRecord, index: number, count: number, style: ByteStyle): string {
  const { kind, id, name, outcome, message, predictedBytes } = record;
  const place = `[${String(index + 1).padStart(String(count).length)}/${count}]`;
  const size =
    outcome === 'removed' && predictedBytes !== null ? ` (${formatBytes(predictedBytes, style)})` : '';
  const why = message === null ? '' : `: ${message}`;
  return cleanText(`${place} ${kind} ${name ?? shortId(id)}: ${WORDS[outcome]}${size}${why}`);
}

/** What became of a plan, and how far what was promised was kept. */
export function renderCleanupResult(result: CleanupResult, style: ByteStyle, available: number): string[] {
  const { ended, objects, proof, proofMissing } = result;
  const lines = [summaryOf(objects)];
  if (ended === 'interrupted') lines.push('Interrupted: what comes after was not tried.');
  if (ended === 'engine-lost')
    lines.push('The engine was lost, as said above: what comes after was not tried.');
  if (proof !== null) {
    const { predictedBytes, measuredBytes, rootsBytes, filesystems, remaining, explanation } = proof;
    lines.push(
      '',
      `Promised ${exactly(predictedBytes, style)}`,
      `Measured ${exactly(measuredBytes, style)}, the drop of what was removed as du counts it`,
      `         ${exactly(rootsBytes, style)}, the drop of the data roots as a whole`,
      ...filesystems.map(({ path, freeBytesBefore, freeBytesAfter }) => {
        const change = freeBytesAfter - freeBytesBefore;
        return `Free on the filesystem of ${path}: ${formatBytes(freeBytesBefore, style)} before, ${formatBytes(freeBytesAfter, style)} after (${change < 0 ? '-' : '+'}${formatBytes(Math.abs(change), style)})`;
      }),
      ...remaining.map(
        ({ path, allocatedBytes }) => `Still there: ${path} (${formatBytes(allocatedBytes, style)})`,
      ),
      ...explanation,
    );
  } else if (proofMissing !== null) lines.push(`Not measured: ${proofMissing}`);
  return lines.flatMap((line) => wrapText(cleanText(line), available));
}

/** "12.34 MB (12,341,248 bytes)". */
function exactly(bytes: number | null, style: ByteStyle): string {
  return bytes === null
    ? '?'
    : `${bytes < 0 ? '-' : ''}${formatBytes(Math.abs(bytes), style)} (${formatCount(bytes)} bytes)`;
}

function summaryOf(objects: readonly RemovalRecord[]): string {
  const counts = new Map<RemovalRecord['outcome'], number>();
  for (const { outcome } of objects) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const parts = [...counts].map(([outcome, count]) => `${formatCount(count)} ${WORDS[outcome]}`);
  return `${formatCount(objects.length)} ${objects.length === 1 ? 'object' : 'objects'}: ${parts.join(', ')}`;
}
