import { type Command, Option } from 'commander';

/** Which host to look at. */
export interface SourceOptions {
  readonly host?: string;
  readonly context?: string;
  readonly dataRoot?: string;
  readonly containerdRoot?: string;
  readonly offline?: boolean;
  /** Set by `bilge demo`: the bundled sample host. */
  readonly sample?: boolean;
  readonly demoIfNone?: boolean;
}

/** How to print. */
export interface ViewOptions {
  /** False with `--no-color`. */
  readonly color?: boolean;
  /** `bilge images --all`. */
  readonly all?: boolean;
  readonly json?: boolean;
  readonly iec?: boolean;
  readonly sort?: string;
  readonly filter?: readonly string[];
}

/** Options that choose the host, as the docker CLI names them. */
export function addSourceOptions(command: Command): Command {
  return command
    .addOption(new Option('-H, --host <url>', 'engine to ask, such as unix:///var/run/docker.sock'))
    .addOption(new Option('-c, --context <name>', 'docker context to take the engine from'))
    .addOption(
      new Option('--data-root <dir>', 'the engine’s data root, where it is not where the engine says'),
    )
    .addOption(
      new Option('--containerd-root <dir>', 'root of the containerd the engine uses, where it is not found'),
    )
    .addOption(new Option('--offline', 'never talk to an engine: read the disk alone'));
}

/** Units, on every command that prints sizes, and colors. */
export function addUnitOption(command: Command): Command {
  return command
    .option('--no-color', 'no colors, as with NO_COLOR')
    .addOption(new Option('--iec', 'binary units (KiB, MiB) instead of decimal ones'));
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** Options of every list command. */
export function addListOptions(command: Command): Command {
  return addUnitOption(
    command
      .option('--json', 'the records as JSON, sizes in bytes')
      .option('-s, --sort <column>', 'column to sort by, with :asc or :desc')
      .option(
        '-f, --filter <test>',
        'keep what passes: key=value, key!=value, key~part, key>10MB; may be repeated',
        collect,
      ),
  );
}
