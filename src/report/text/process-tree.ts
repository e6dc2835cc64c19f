import { holderOf, insidePids } from '../lists/processes.js';
import type { ContainerReport, ProcessReport } from '../types.js';
import { cleanText } from './clean-text.js';
import { truncate } from './fit.js';
import { shortId } from './names.js';
import { processForest, type TreeRow } from './process-forest.js';

/** Levels that are drawn; what is deeper hangs at the last of them, so that its words can be read. */
const MOST_LEVELS = 40;

/**
 * Processes as a tree from the host into the containers, a line each: `├─ [web] 4733→1 nginx`. A name in brackets stands
 * where a container or a pid namespace begins; behind the arrow are the ids inside, outermost first.
 * @param processes in the order of siblings.
 * @param containers to name those that monitors watch.
 * @param available columns of the terminal: lines are cut, never wrapped.
 */
export function renderProcessTree(
  processes: readonly ProcessReport[],
  containers: readonly Pick<ContainerReport, 'id' | 'name'>[],
  available: number,
): string[] {
  const names = new Map(containers.map(({ id, name }) => [id, name ?? shortId(id)]));
  return processForest(processes).map((row) => truncate(cleanText(line(row, names)), available));
}

function line({ process, parent, lines }: TreeRow, names: ReadonlyMap<string, string>): string {
  const inside = insidePids(process);
  const words = [
    boundary(process, parent),
    `${process.hostPid}${inside === '' ? '' : `→${inside}`}`,
    ...remarks(process, names).map((remark) => `(${remark})`),
    process.command,
  ];
  return `${branches(lines)}${words.filter((word) => word !== '').join(' ')}`;
}

function branches(lines: readonly boolean[]): string {
  const drawn = lines.slice(-MOST_LEVELS);
  return drawn
    .map((goesOn, level) => {
      if (level === drawn.length - 1) return goesOn ? '├─ ' : '└─ ';
      return goesOn ? '│  ' : '   ';
    })
    .join('');
}

/** What begins with this process: a container, another pid namespace, one inside its container; else nothing. */
function boundary(process: ProcessReport, parent: ProcessReport | null): string {
  if (process.role !== 'container' && process.role !== 'namespace') return '';
  const holder = holderOf(process);
  if (parent === null || holder !== holderOf(parent) || process.containerId !== parent.containerId)
    return process.role === 'namespace' ? holder : `[${holder}]`;
  return isDeeper(process, parent) ? '[nested pid namespace]' : '';
}

function isDeeper(process: ProcessReport, parent: ProcessReport): boolean {
  if (process.nsPids.length !== parent.nsPids.length) return process.nsPids.length > parent.nsPids.length;
  return (
    process.pidNamespace !== null &&
    parent.pidNamespace !== null &&
    process.pidNamespace !== parent.pidNamespace
  );
}

function remarks(process: ProcessReport, names: ReadonlyMap<string, string>): string[] {
  const { role, watches, entry, state } = process;
  return [
    ...(role === 'monitor'
      ? [watches === null ? 'monitor' : `watches ${names.get(watches) ?? shortId(watches)}`]
      : []),
    ...(entry === 'exec' ? ['exec'] : []),
    ...(state === 'zombie' ? ['zombie'] : []),
  ];
}
