import { type ContainerdProcess, findContainerdOf } from './containerd-process.js';
import { findDaemons } from './daemon-process.js';

/** A dockerd that runs on this machine, by where its data is. Paths are as each process sees them. */
export interface RunningDaemon {
  readonly pid: number;
  readonly dataRoot: string;
  readonly rootless: boolean;
  /** The containerd it works with; `null` when that is not found, or does not say where its root is. */
  readonly containerd: RunningContainerd | null;
}

export interface RunningContainerd {
  readonly pid: number;
  readonly root: string;
}

/** Every dockerd whose data root can be known. Never throws; without rights some may not be seen. */
export async function findRunningDaemons(procRoot: string): Promise<RunningDaemon[]> {
  const found = await findDaemons({ procRoot });
  return Promise.all(
    found.flatMap((daemon) => {
      const { pid, usedDataRoot: dataRoot, rootless } = daemon;
      if (dataRoot === null) return [];
      return [
        findContainerdOf(daemon, { procRoot }).then((containerd) => ({
          pid,
          dataRoot,
          rootless,
          containerd: rootOf(containerd),
        })),
      ];
    }),
  );
}

/** The containerd of a dockerd, by the address it uses and, where it is known, its process. */
export async function findContainerdAt(
  procRoot: string,
  address: string | null,
  daemonPid: number | null,
): Promise<RunningContainerd | null> {
  if (address === null && daemonPid === null) return null;
  return rootOf(await findContainerdOf({ pid: daemonPid ?? 0, containerd: address }, { procRoot }));
}

function rootOf(containerd: ContainerdProcess | null): RunningContainerd | null {
  if (containerd === null || containerd.root === null) return null;
  return { pid: containerd.pid, root: containerd.root };
}
