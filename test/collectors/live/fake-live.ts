import type { ControlGroupReading, ControlGroupReadings } from '../../../src/model/cgroup.js';
import type { HostNetwork } from '../../../src/model/host-network.js';
import type { ProcessRecord } from '../../../src/model/process.js';
import type { LiveSources } from '../../../src/collectors/live/live-sources.js';
import { aProcess, aTable, inGroupOf } from '../../analyzers/processes/table.js';

const NO_NETWORK: HostNetwork = {
  interfaces: [],
  listening: [],
  routes: [],
  nameServers: [],
  containers: new Map(),
};

function reading(atMs: number): ControlGroupReading {
  return {
    path: '/docker/x',
    atMs,
    cpu: null,
    memory: null,
    pids: null,
    io: null,
    pressure: null,
    frozen: null,
  };
}

/** A process of a container. */
export function inContainer(pid: number, containerId: string): ProcessRecord {
  return aProcess(pid, inGroupOf(containerId));
}

/** The host's first process and these. Each reading of the groups is a millisecond later than the one before. */
export class FakeLive {
  readonly asked: string[] = [];
  readonly sources: LiveSources;
  #readings = 0;

  constructor(processes: readonly ProcessRecord[]) {
    const table = aTable(processes);
    this.sources = {
      processTable: async () => this.#answer('processes', table),
      controlGroups: async () => this.#answer('control', this.#groups()),
      hostNetwork: async () => this.#answer('networks', NO_NETWORK),
    };
  }

  #groups(): ControlGroupReadings {
    this.#readings += 1;
    return {
      layout: 'v2',
      groups: new Map([['x', { reading: reading(this.#readings), ancestors: [] }]]),
    };
  }

  #answer<T>(name: string, value: T) {
    this.asked.push(name);
    return { value, problems: [] };
  }
}
