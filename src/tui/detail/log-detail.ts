import { logPlace } from '../../report/lists/logs.js';
import { formatBytes } from '../../report/text/bytes.js';
import { bytesFigure, markOf } from '../../report/text/figure.js';
import { fit } from '../../report/text/fit.js';
import type { ContainerReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { createDetail, type DetailWriter } from './detail-lines.js';

/** Driver, place and limit in one line: `json-file, files, no limit`. */
function summary(container: ContainerReport, { style }: RecordContext): string {
  const { driver, keeps, bounded, maxBytes } = container.logging;
  const limit =
    bounded === false ? 'no limit' : maxBytes === null ? null : `at most ${formatBytes(maxBytes, style)}`;
  const parts = [driver ?? '? driver', logPlace(container), keeps === 'nothing' ? null : limit];
  return displayText(parts.filter((part) => part !== null).join(', '));
}

/** Driver, bounds, options and files of a container's log, as a section. */
export function writeLogs(writer: DetailWriter, container: ContainerReport, context: RecordContext): void {
  const { logging, logOptions, logFiles } = container;
  const { theme, style, cells } = context;
  const mark = markOf(container, cells.certainty, 'logBytes');
  writer.section('Logs', summary(container, context));
  if (logging.note !== null && logging.bounded !== false) writer.line(theme.muted(displayText(logging.note)));
  for (const [key, value] of Object.entries(logOptions)) {
    writer.line(`${theme.muted(displayText(key))} = ${displayText(value)}`);
  }
  for (const file of logFiles) {
    const size = bytesFigure(file.allocatedBytes, mark, style);
    writer.line(`${fit(size, 12, 'right')}  ${displayText(file.name)}`);
  }
  if (logFiles.length === 0) writer.line(theme.muted('No log file.'));
}

/** A container as the list of logs sees it. */
export function logDetail(
  container: ContainerReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const writer = createDetail(container, context, width);
  writer.section(displayText(container.name ?? '<no name>'), container.status);
  writer.field('id', container.id);
  const { logging } = container;
  const { cells, style } = context;
  writer.figures('size', [
    {
      label: 'now',
      text: bytesFigure(logging.sizeBytes, markOf(container, cells.certainty, 'logBytes'), style),
    },
    { label: 'at most', text: logging.bounded === false ? 'no limit' : formatBytes(logging.maxBytes, style) },
    { label: 'a file', text: logging.maxSizeBytes === null ? '' : formatBytes(logging.maxSizeBytes, style) },
    { label: 'files', text: logging.maxFiles === null ? '' : String(logging.maxFiles) },
  ]);
  if (logging.bounded === false) writer.line(context.theme.warn(displayText(logging.note ?? 'no limit')));
  writeLogs(writer, container, context);
  return writer.lines;
}
