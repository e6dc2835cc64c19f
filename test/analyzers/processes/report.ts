import { analyze } from '../../../src/analyzers/analyze.js';
import type { ContainerRecord } from '../../../src/model/container.js';
import type { EngineFacts } from '../../../src/model/engine.js';
import type { ProcessRecord, ProcessTable } from '../../../src/model/process.js';
import type { ProcessReport, Report } from '../../../src/report/types.js';
import { HostBuilder } from '../host-builder.js';
import { anEngine } from '../records.js';
import { aTable } from './table.js';

/** The report of a host with these processes, and an engine that has these containers and says this of itself. */
export function reportOf(
  processes: readonly ProcessRecord[],
  containers: readonly ContainerRecord[] = [],
  table: Partial<ProcessTable> = {},
  facts: Partial<EngineFacts> = {},
): Report {
  const inventory = new HostBuilder().inventory({ engine: anEngine(facts, { containers }) });
  return analyze({ ...inventory, processes: aTable(processes, table) }, '0.0.0');
}

/** One line for each process: pid, role, container, how found, how it came in. */
export function lines({ processes }: Report, name: (id: string) => string = (id) => id): string[] {
  return processes.map((process) => line(process, name));
}

function line(process: ProcessReport, name: (id: string) => string): string {
  const { hostPid, role, containerId, watches, foundBy, entry } = process;
  const whose = containerId ?? watches;
  return [hostPid, role, whose === null ? null : name(whose), foundBy, entry]
    .filter((part) => part !== null)
    .join(' ');
}
