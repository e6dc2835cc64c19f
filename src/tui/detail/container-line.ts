import { shortId } from '../../report/text/names.js';
import type { RecordContext } from '../lists/context.js';
import { containerName } from '../lists/report-index.js';
import { statusPaint } from '../lists/status.js';
import { fit } from '../../report/text/fit.js';

/** A container in the details of another record: id, status, name. */
export function containerLine(id: string, context: RecordContext): string {
  const { theme, index } = context;
  const status = index.containers.get(id)?.status ?? 'unknown';
  return `${theme.muted(fit(shortId(id), 12))}  ${statusPaint(status, theme)(fit(status, 10))}  ${containerName(id, index)}`;
}
