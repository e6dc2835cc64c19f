import type { ListDefinition } from '../../report/lists/column.js';
import { filterRecords, sortRecords } from '../../report/lists/selection.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { renderList } from '../../report/text/list.js';
import type { Report } from '../../report/types.js';
import type { ExitCode } from '../exit.js';
import { conclude, loadReport } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns, printJson, printLines } from '../output.js';

/** A list command: which records of the report, and what stands below the table. */
export interface ListCommand<T> {
  readonly list: ListDefinition<T>;
  readonly records: (report: Report) => readonly T[];
  /** What the table leaves out unless everything is asked for, and the line that says so. The JSON has it all. */
  readonly hidden?: { readonly isHidden: (record: T) => boolean; readonly note: (count: number) => string };
  readonly footer?: (records: readonly T[], available: number) => string[];
}

/** Runs a list command: the same records as text or as JSON, sorted and filtered the same way. */
export async function runList<T>(
  command: ListCommand<T>,
  options: SourceOptions & ViewOptions,
): Promise<ExitCode> {
  const { list } = command;
  // A wrong --sort or --filter is said before anything is collected.
  sortRecords(list, [], options.sort);
  filterRecords(list, [], options.filter ?? []);
  const report = await loadReport(options);
  const kept = filterRecords(list, command.records(report), options.filter ?? []);
  const records = sortRecords(list, kept, options.sort);
  if (options.json === true) printJson(records);
  else if (records.length === 0 && !report.complete) {
    printLines([`no ${list.plural} found, but not everything could be read`]);
  } else
    printLines([...(report.sample ? [SAMPLE_LINE, ''] : []), ...renderRecords(command, records, options)]);
  return conclude(report, options);
}

function renderRecords<T>(command: ListCommand<T>, records: readonly T[], options: ViewOptions): string[] {
  const { list, hidden, footer } = command;
  const everything = options.all === true || (options.filter ?? []).length > 0;
  const shown = everything ? records : records.filter((record) => hidden?.isHidden(record) !== true);
  const available = availableColumns();
  const left = records.length - shown.length;
  return [
    ...renderList(list, shown, { iec: options.iec === true }, available),
    ...(left > 0 && hidden !== undefined ? ['', hidden.note(left)] : []),
    ...(footer?.(shown, available) ?? []),
  ];
}
