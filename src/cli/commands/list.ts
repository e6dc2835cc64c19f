import { type ListDefinition, whyEmpty } from '../../report/lists/column.js';
import { filterRecords, namedColumns, sortRecords } from '../../report/lists/selection.js';
import { cellStyle } from '../../report/text/figure.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { renderList } from '../../report/text/list.js';
import { wrapText } from '../../report/text/wrap.js';
import type { Report } from '../../report/types.js';
import { type CollectNeeds, collecting } from '../collecting.js';
import type { ExitCode } from '../exit.js';
import { conclude, loadReport } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns, printJson, printLines, printNotes } from '../output.js';

/** Runs a list command: the same records as text or as JSON, sorted and filtered the same way. */
export async function runList<T>(
  list: ListDefinition<T>,
  options: SourceOptions & ViewOptions,
  needs: CollectNeeds,
): Promise<ExitCode> {
  // A wrong --sort or --filter is said before anything is collected.
  sortRecords(list, [], options.sort);
  filterRecords(list, [], options.filter ?? []);
  const report = await loadReport(options, collecting(needs));
  const kept = filterRecords(list, list.records(report), options.filter ?? []);
  const records = sortRecords(list, kept, options.sort);
  if (options.json === true) {
    printJson(records);
    // An empty list in JSON would say that there is nothing.
    if (isUncollected(list, report)) printNotes([`bilge: ${whyEmpty(list, report)}.`]);
  } else {
    printLines([
      ...(report.sample ? [SAMPLE_LINE, ''] : []),
      ...renderRecords(list, report, records, options),
    ]);
  }
  return conclude(report, options);
}

function isUncollected<T>(list: ListDefinition<T>, report: Report): boolean {
  return list.optional !== undefined && report.notCollected.includes(list.optional);
}

function renderRecords<T>(
  list: ListDefinition<T>,
  report: Report,
  records: readonly T[],
  options: ViewOptions,
): string[] {
  const { hidden } = list;
  const filters = options.filter ?? [];
  const available = availableColumns();
  if (records.length === 0) return wrapText(whyEmpty(list, report), available);
  const everything = options.all === true || filters.length > 0;
  const shown = everything ? records : records.filter((record) => hidden?.isHidden(record) !== true);
  const left = records.length - shown.length;
  const view = {
    style: cellStyle(report, { iec: options.iec === true }),
    available,
    asked: namedColumns(options.sort, filters),
    notices: report.engine?.notices ?? [],
    report,
  };
  return [
    ...(shown.length === 0 ? [`no ${list.plural}`] : renderList(list, shown, view)),
    ...(left > 0 && hidden !== undefined ? ['', hidden.note(left)] : []),
  ];
}
