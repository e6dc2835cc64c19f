import { renderDf } from '../../report/text/df.js';
import { collecting, SIZES } from '../collecting.js';
import type { ExitCode } from '../exit.js';
import { conclude, loadReport } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns, printJson, printLines } from '../output.js';

/** `bilge df`: the accounting of the host. Its JSON is the Report without the lists. */
export async function runDf(options: SourceOptions & ViewOptions): Promise<ExitCode> {
  const report = await loadReport(options, collecting(SIZES));
  if (options.json === true) {
    const { schemaVersion, tool, generatedAt, sample, complete, host, engine, roots, totals, problems } =
      report;
    printJson({ schemaVersion, tool, generatedAt, sample, complete, host, engine, roots, totals, problems });
  } else {
    printLines(renderDf(report, { iec: options.iec === true }, availableColumns()));
  }
  return conclude(report, options);
}
