import type { ControlGroupReadings } from '../../model/cgroup.js';
import type { HostNetwork } from '../../model/host-network.js';
import type { Problem } from '../../model/problem.js';
import type { ProcessTable } from '../../model/process.js';

/** What may be looked at beside roots and engine: what runs, what limits it, what connects it. */
export const LIVE_PARTS = ['processes', 'control', 'networks'] as const;

export type LivePart = (typeof LIVE_PARTS)[number];

/** What was read, or `null`, and what is missing of it. */
interface Read<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/** What is read of the containers whose processes are in the table. */
type Reader<T> = (table: ProcessTable, signal: AbortSignal | undefined) => Promise<Read<T>>;

/** The kernel of the machine that bilge runs on, as collectors see it. Nothing rejects, but for the signal. */
export interface LiveSources {
  readonly processTable: (signal: AbortSignal | undefined) => Promise<Read<ProcessTable>>;
  readonly controlGroups: Reader<ControlGroupReadings>;
  readonly hostNetwork: Reader<HostNetwork>;
}

/** Where nothing of the kernel can be seen. */
export const NO_LIVE_SOURCES: LiveSources = {
  processTable: () => Promise.resolve({ value: null, problems: [] }),
  controlGroups: () => Promise.resolve({ value: null, problems: [] }),
  hostNetwork: () => Promise.resolve({ value: null, problems: [] }),
};
