import { join } from 'node:path';

/** Where everything of one private engine lies. Apart from overrides, all of it is below one fresh directory. */
export interface EngineLayout {
  readonly directory: string;
  readonly dataRoot: string;
  readonly execRoot: string;
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
}

/** Overrides for an engine whose data root must be seen under a real host's path. */
export interface LayoutOverrides {
  readonly dataRoot?: string;
  readonly execRoot?: string;
}

/** The layout of an engine in `directory`. Names are short: a socket's path may have 107 bytes. */
export function layoutOf(directory: string, overrides: LayoutOverrides = {}): EngineLayout {
  return {
    directory,
    dataRoot: overrides.dataRoot ?? join(directory, 'root'),
    execRoot: overrides.execRoot ?? join(directory, 'exec'),
    socket: join(directory, 'd.sock'),
    pidFile: join(directory, 'd.pid'),
    log: join(directory, 'log'),
    configFile: join(directory, 'daemon.json'),
    clientConfig: join(directory, 'client'),
    work: join(directory, 'work'),
    stateFile: join(directory, 'state.json'),
  };
}

/** Text whose presence in a command line proves that an engine process belongs to this layout. */
export function ownershipMarks(layout: EngineLayout): readonly string[] {
  return [`${layout.directory}/`, `${layout.execRoot}/`];
}
