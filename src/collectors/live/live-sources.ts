import type { ControlGroups } from '../../model/cgroup.js';
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

/** One reading of all control groups; with a later one there are rates. */
export interface ControlReading {
  /** @param later `null`: there is none, and no rates. */
  join(later: ControlReading | null): ControlGroups;
}

/** The kernel of the machine that bilge runs on, as collectors see it. Nothing rejects. */
export interface LiveSources {
  processTable(signal: AbortSignal | undefined): Promise<Read<ProcessTable>>;
  controlGroups(table: ProcessTable, signal: AbortSignal | undefined): Promise<Read<ControlReading>>;
  hostNetwork(table: ProcessTable, signal: AbortSignal | undefined): Promise<Read<HostNetwork>>;
}

/** Where nothing of the kernel can be seen. */
export const NO_LIVE_SOURCES: LiveSources = {
  processTable: () => Promise.resolve({ value: null, problems: [] }),
  controlGroups: () => Promise.resolve({ value: null, problems: [] }),
  hostNetwork: () => Promise.resolve({ value: null, problems: [] }),
};
