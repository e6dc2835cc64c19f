import { existsSync } from 'node:fs';
import { bridgesOf } from './bridges.js';
import { cgroupsOf, containerIds, dataRootsOf } from './container-cgroups.js';
import { loopDevices } from './data-disk.js';
import { STAGE } from './engine-tree.js';
import { type EngineLayout, ownershipMarks } from './layout.js';
import { mountsBelow } from './mounts.js';
import { engineProcesses, processesInNamespace, processesRootedIn } from './processes.js';

/** What an engine has outside of its directory, by kind. All of it is gone after the cleanup. */
export interface Traces {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly cgroups: readonly string[];
  readonly bridges: readonly string[];
  readonly loopDevices: readonly string[];
  readonly directory: readonly string[];
}

/** Names by which traces can be found when the directory that tells them is gone. */
export interface TraceNames {
  readonly ids: readonly string[];
  readonly bridges: readonly string[];
}

/** Takes the names of an engine's containers and bridges from its directory. */
export function traceNames(layout: EngineLayout): TraceNames {
  return {
    ids: containerIds(layout),
    bridges: dataRootsOf(layout.dataRoot).flatMap((root) => bridgesOf(root)),
  };
}

/** Everything that there is of an engine now. */
export async function findTraces(layout: EngineLayout, names: TraceNames): Promise<Traces> {
  const processes = [
    ...engineProcesses(ownershipMarks(layout)).map(({ pid, program }) => `${program} ${pid}`),
    ...processesRootedIn(layout.dataRoot).map((pid) => `in a container ${pid}`),
    ...processesInNamespace(layout.directory, STAGE).map((pid) => `in the namespace ${pid}`),
  ];
  return {
    processes,
    mounts: mountsBelow(layout.directory),
    cgroups: cgroupsOf(names.ids),
    bridges: names.bridges.filter((bridge) => existsSync(`/sys/class/net/${bridge}`)),
    // losetup asks about a file, or about the name that the kernel noted where the file is gone.
    loopDevices: await loopDevices(layout.diskImage),
    directory: [layout.directory].filter((path) => existsSync(path)),
  };
}

/** What {@link findTraces} says when nothing is left. */
export const NO_TRACES: Traces = {
  processes: [],
  mounts: [],
  cgroups: [],
  bridges: [],
  loopDevices: [],
  directory: [],
};
