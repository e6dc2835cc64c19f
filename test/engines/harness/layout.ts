import { join } from 'node:path';

/** Where everything of one private engine lies. Apart from overrides, all of it is below one fresh directory. */
export interface EngineLayout {
  readonly directory: string;
  readonly dataRoot: string;
  readonly execRoot: string;
  /** Where the engine's containerd keeps content, snapshots and databases: below the data root, or a root of its own. */
  readonly containerdRoot: string;
  /** Where it keeps what runs. */
  readonly containerdState: string;
  readonly containerdSocket: string;
  readonly socket: string;
  readonly pidFile: string;
  readonly log: string;
  readonly configFile: string;
  /** Configuration directory of the docker client, so that a person's own contexts and plugins play no part. */
  readonly clientConfig: string;
  /** Scratch space for build contexts and archives. */
  readonly work: string;
  /** What the cleanup must know about the host as it was before. */
  readonly stateFile: string;
  /** Process that keeps the engine's mount namespace, where it has one of its own. */
  readonly namespacePidFile: string;
  /** Image of the file system at the data root, where it is one of its own. */
  readonly diskImage: string;
}

/** Overrides for an engine whose data root must be seen under a real host's path. */
export interface LayoutOverrides {
  readonly dataRoot?: string;
  readonly execRoot?: string;
  /** Who runs containerd: the daemon, with its own root, or another process beside it, as packages do. */
  readonly containerd?: 'private' | 'separate';
}

/** Where one containerd lies. */
export interface ContainerdPlace {
  readonly root: string;
  readonly state: string;
  readonly socket: string;
}

function separateContainerd(directory: string): ContainerdPlace {
  const own = join(directory, 'ctrd');
  return { root: join(own, 'root'), state: join(own, 'state'), socket: join(own, 'c.sock') };
}

/** Where the daemon puts the containerd it starts itself (moby libcontainerd/supervisor). */
function privateContainerd(dataRoot: string, execRoot: string): ContainerdPlace {
  return {
    root: join(dataRoot, 'containerd', 'daemon'),
    state: join(execRoot, 'containerd', 'daemon'),
    socket: join(execRoot, 'containerd', 'containerd.sock'),
  };
}

/** Both places an engine's containerd may have: what cleans up after a crash does not know which one it was. */
export function containerdPlaces(layout: EngineLayout): readonly ContainerdPlace[] {
  return [privateContainerd(layout.dataRoot, layout.execRoot), separateContainerd(layout.directory)];
}

/** The layout of an engine in `directory`. Names are short: a socket's path may have 107 bytes. */
export function layoutOf(directory: string, overrides: LayoutOverrides = {}): EngineLayout {
  const dataRoot = overrides.dataRoot ?? join(directory, 'root');
  const execRoot = overrides.execRoot ?? join(directory, 'exec');
  const { root, state, socket } =
    overrides.containerd === 'separate'
      ? separateContainerd(directory)
      : privateContainerd(dataRoot, execRoot);
  return {
    directory,
    dataRoot,
    execRoot,
    containerdRoot: root,
    containerdState: state,
    containerdSocket: socket,
    socket: join(directory, 'd.sock'),
    pidFile: join(directory, 'd.pid'),
    log: join(directory, 'log'),
    configFile: join(directory, 'daemon.json'),
    clientConfig: join(directory, 'client'),
    work: join(directory, 'work'),
    stateFile: join(directory, 'state.json'),
    namespacePidFile: join(directory, 'ns.pid'),
    diskImage: join(directory, 'disk.img'),
  };
}

/** Text whose presence in a command line proves that an engine process belongs to this layout. */
export function ownershipMarks(layout: EngineLayout): readonly string[] {
  return [`${layout.directory}/`, `${layout.execRoot}/`];
}

/** The directories that hold the engine's data: the data root, and the root of a containerd beside it. */
export function engineRoots({ dataRoot, containerdRoot }: EngineLayout): readonly string[] {
  return containerdRoot.startsWith(`${dataRoot}/`) ? [dataRoot] : [dataRoot, containerdRoot];
}
