/** A process as the engine's `top` shows it (`ps` on the engine's own host): what a remote engine can tell. */
export interface EngineProcess {
  readonly containerId: string;
  /** On the engine's host. */
  readonly pid: number;
  readonly parentPid: number | null;
  readonly user: string | null;
  readonly state: string | null;
  readonly rssBytes: number | null;
  readonly threads: number | null;
  readonly startedAt: string | null;
  readonly command: string;
}

/** What `stats` of the engine says of one container: limits and use without a look at its control group. */
export interface EngineStats {
  readonly containerId: string;
  /** When the engine read it, RFC 3339. */
  readonly readAt: string;
  readonly cpuUsageMicros: number | null;
  readonly onlineCpus: number | null;
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
  readonly throttledMicros: number | null;
  readonly memoryLimitBytes: number | null;
  readonly memoryCurrentBytes: number | null;
  readonly memoryPeakBytes: number | null;
  readonly inactiveFileBytes: number | null;
  readonly pids: number | null;
  readonly pidsLimit: number | null;
  readonly readBytes: number | null;
  readonly writtenBytes: number | null;
}

/** What an engine elsewhere tells of its running containers. */
export interface EngineLive {
  readonly processes: readonly EngineProcess[];
  /** First and, for rates, later readings by container id. */
  readonly stats: ReadonlyMap<string, { readonly first: EngineStats; readonly later: EngineStats | null }>;
}
