import { whyEmpty } from '../../report/lists/column.js';
import { processList } from '../../report/lists/processes.js';
import { filterRecords, sortRecords } from '../../report/lists/selection.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { withAncestors } from '../../report/text/process-forest.js';
import { renderProcessTree } from '../../report/text/process-tree.js';
import { wrapText } from '../../report/text/wrap.js';
import type { Report } from '../../report/types.js';
import { collecting, LIST_NEEDS } from '../collecting.js';
import type { ExitCode } from '../exit.js';
import { conclude, loadReport } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns, printLines } from '../output.js';
import { runNamedList } from './lists.js';

export interface ProcessOptions extends SourceOptions, ViewOptions {
  readonly tree?: boolean;
}

/** Children of one parent, the oldest first, unless asked otherwise. */
const TREE_ORDER = 'pid:asc';

/** `bilge processes`: a list, or a tree from the host into the containers. Its JSON is the list either way. */
export async function runProcesses(options: ProcessOptions): Promise<ExitCode> {
  if (options.tree !== true || options.json === true) return runNamedList('processes', options);
  const order = options.sort ?? TREE_ORDER;
  // A wrong --sort or --filter is said before anything is collected.
  sortRecords(processList, [], order);
  filterRecords(processList, [], options.filter ?? []);
  const report = await loadReport(options, collecting(LIST_NEEDS.processes));
  printLines([...(report.sample ? [SAMPLE_LINE, ''] : []), ...treeLines(report, order, options)]);
  return conclude(report, options);
}

/** With filters, what passes them and all above it, so that the tree hangs together. */
function treeLines(report: Report, order: string, { filter = [] }: ProcessOptions): string[] {
  const available = availableColumns();
  const all = sortRecords(processList, report.processes, order);
  const chosen = filterRecords(processList, all, filter);
  if (all.length === 0) return wrapText(whyEmpty(processList, report), available);
  if (chosen.length === 0) return [`no ${processList.plural}`];
  const shown = filter.length === 0 ? all : withAncestors(chosen, all);
  return [
    ...renderProcessTree(shown, report.containers, available),
    ...(processList.footer?.(shown, available, report) ?? []),
  ];
}
