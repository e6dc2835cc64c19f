import type { RecommendationReport } from '../types.js';
import { type ByteStyle, formatBytes, formatCount } from './bytes.js';
import { TOLD } from './figure.js';
import { renderTable, type TableColumn } from './table.js';
import { wrapText } from './wrap.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'RECOMMENDATION', align: 'left', shrinks: 'end' },
  { title: 'OBJECTS', align: 'right' },
  { title: 'FREES', align: 'right' },
  { title: 'RISK', align: 'left' },
  { title: 'IN A PLAN', align: 'left', drop: 1 },
];

/** One row for each finding; `bilge clean` has the objects. */
export function renderRecommendations(
  recommendations: readonly RecommendationReport[],
  style: ByteStyle,
  available: number,
): string[] {
  if (recommendations.length === 0) return ['nothing to recommend'];
  const rows = recommendations.map((one) => [
    one.title,
    formatCount(one.objects.length),
    `${one.unmeasuredReason === null || one.freedBytes === null ? '' : TOLD}${formatBytes(one.freedBytes, style)}`,
    one.risk,
    one.preselected ? 'yes' : one.removable ? `--only ${one.rule}` : 'no engine command',
  ]);
  const note =
    'FREES is what goes with all objects of a row together; rows can share what they free: bilge clean makes a plan of them';
  return [...renderTable(COLUMNS, rows, available), '', ...wrapText(note, available)];
}
