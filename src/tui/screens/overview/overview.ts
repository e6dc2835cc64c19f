import type { Report } from '../../../report/types.js';
import type { ChartEngine } from '../../charts/chart-engine.js';
import type { Look } from '../../lists/context.js';
import { beside } from '../../../report/text/fit.js';
import { memoLast } from '../../text/memo-last.js';
import type { Size } from '../layout.js';
import { chartBlock, CHARTS_WIDTH } from './chart-block.js';
import { compactEngine, fullEngine } from './engine-block.js';
import { messageLines, messageSummary } from './message-block.js';
import { allRootsLines, rootLines } from './root-block.js';

/** The lines of the overview; made again only when report, size or charts changed. */
export type OverviewLines = (report: Report, size: Size, charts: ChartEngine | null) => readonly string[];

/** From here on there is room for the engine's facts in full, and for charts beside them. */
const ROOMY: Size = { columns: 100, rows: 32 };

function header(report: Report, { columns, rows }: Size, charts: ChartEngine | null, look: Look): string[] {
  if (rows < ROOMY.rows) return compactEngine(report, columns, look);
  if (columns < ROOMY.columns) return fullEngine(report, columns, look);
  const left = columns - CHARTS_WIDTH;
  return beside(fullEngine(report, left - 2, look), chartBlock(report, charts, look), left);
}

function overviewLines(
  report: Report,
  columns: number,
  rows: number,
  charts: ChartEngine | null,
  look: Look,
): readonly string[] {
  return [
    ...header(report, { columns, rows }, charts, look),
    ...messageSummary(report, look),
    ...report.roots.flatMap((root) => ['', ...rootLines(root, columns, look)]),
    ...allRootsLines(report, columns, look),
    ...(report.roots.length === 0 ? ['', `  ${look.theme.muted('No data root was looked at.')}`] : []),
    ...messageLines(report, columns, look),
  ];
}

export function createOverview(look: Look): OverviewLines {
  const lines = memoLast((report: Report, columns: number, rows: number, charts: ChartEngine | null) =>
    overviewLines(report, columns, rows, charts, look),
  );
  return (report, { columns, rows }, charts) => lines(report, columns, rows, charts);
}
