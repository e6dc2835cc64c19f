import type { Report } from '../types.js';
import { cleanText } from './clean-text.js';

/** Joins the parts that say something. */
function join(parts: readonly (string | null)[], separator: string): string {
  return parts.filter((part) => part !== null && part !== '').join(separator);
}

/** What every text view begins with on the bundled sample host. */
export const SAMPLE_LINE = 'SAMPLE: a bundled sample host, not this machine';

/** One or two lines that say what is being looked at. */
export function renderHeader(report: Report): string[] {
  const { engine } = report;
  const lines = report.sample ? [SAMPLE_LINE] : [];
  if (engine === null) return lines;
  const product = engine.reached
    ? join(
        [
          engine.product,
          engine.version,
          engine.usedApiVersion === null ? null : `(API ${engine.usedApiVersion})`,
        ],
        ' ',
      )
    : 'no engine asked: as recorded on the disk';
  const storage = join(
    [engine.storageDriver, engine.backingFilesystem === null ? null : `on ${engine.backingFilesystem}`],
    ' ',
  );
  lines.push(cleanText(join([report.host.hostname, product, storage, engine.endpoint], ' · ')));
  return lines;
}
