import { Command, Option } from 'commander';
import { columnHelp, LIST_NAMES, type ListName, LISTS } from '../report/lists/all.js';
import { limitList } from '../report/lists/limits.js';
import { cleanText } from '../report/text/clean-text.js';
import { type ExitCode, UsageError } from './exit.js';
import { EXIT_CODES, WHOSE_HELP, CHECK_HELP, CLEAN_HELP } from './help-texts.js';
import {
  addListOptions,
  addSourceOptions,
  addUnitOption,
  type SourceOptions,
  type ViewOptions,
} from './options.js';
import { printNotes } from './output.js';
import { ownVersion } from './version.js';

type AnyOptions = SourceOptions & ViewOptions;
type Action = (options: AnyOptions, words: readonly string[]) => Promise<ExitCode>;

/**
 * Builds the command line. Commands are loaded when they run, so that `--help` stays quick.
 * @param finish receives the exit code of the command that ran.
 */
export function buildProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('bilge')
    .description('Shows where a container host’s disk went, to the last block, and what can be freed.')
    .version(ownVersion(), '-V, --version')
    .enablePositionalOptions(false)
    .helpCommand(true)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${cleanText(text.trimEnd())}\n`) })
    .showHelpAfterError('(bilge --help lists commands and options)')
    .addHelpText('after', EXIT_CODES);
  addUnitOption(addSourceOptions(program))
    .addOption(
      new Option(
        '--demo-if-none',
        'show the bundled sample host where there is neither engine nor data root',
      ),
    )
    .allowExcessArguments()
    .action(async () => {
      refuseUnknown(program);
      finish(await runView(await startOptions(program.opts<AnyOptions>())));
    });
  addCommands(program, {}, finish);
  const demo = program
    .command('demo')
    .description('everything above on the bundled sample host, marked SAMPLE')
    .helpCommand(true)
    .exitOverride();
  addUnitOption(demo.allowExcessArguments()).action(async () => {
    refuseUnknown(demo);
    finish(await runView({ ...demo.optsWithGlobals<AnyOptions>(), sample: true }));
  });
  addCommands(demo, { sample: true }, finish);
  return program;
}

/** A word that is no command ends up with the default action. */
function refuseUnknown(command: Command): void {
  const [word] = command.args;
  if (word !== undefined) throw new UsageError(`there is no command "${word}"; bilge --help lists them`);
}

/** Lists of which a part is shown on demand, and what that is. */
const HIDDEN_PARTS: Readonly<Partial<Record<ListName, string>>> = {
  images: 'intermediate images as well',
  containers: 'with --limits: those that do not run as well',
  processes: 'parents and monitors on the host as well',
};

function addOptionsOf(name: ListName, command: Command): Command {
  const hidden = HIDDEN_PARTS[name];
  if (hidden !== undefined) command.option('-a, --all', hidden);
  if (name === 'processes') command.option('-t, --tree', 'as a tree, from the host into the containers');
  if (name === 'containers') {
    command
      .option('--limits', 'what limits them and what they use of it, without a look at the disk')
      .option(
        '--interval <seconds>',
        'with --limits: time between two readings, for rates; 0: none (default: 1)',
      );
  }
  return addListOptions(command);
}

async function runListCommand(name: ListName, options: AnyOptions): Promise<ExitCode> {
  if (name === 'processes') return (await import('./commands/processes.js')).runProcesses(options);
  if (name === 'containers') return (await import('./commands/containers.js')).runContainers(options);
  return (await import('./commands/lists.js')).runNamedList(name, options);
}

function withJson(command: Command): Command {
  return addUnitOption(command.option('--json', 'as JSON, sizes in bytes'));
}

function addCheckOptions(command: Command): Command {
  return withJson(
    command
      .option('--max-used <share>', 'share of the filesystem in use, as df counts it, such as 85%')
      .option('--max-inodes <share>', 'share of its inodes in use')
      .option('--max-reclaimable <limit>', 'what can be reclaimed: a size, or a share of what is in use')
      .option('--max-leftovers <size>', 'what nothing refers to')
      .option('--max-log <size>', 'one container’s log')
      .option('--max-log-growth <size>', 'what one container’s log grows by a day')
      .option('--config <file>', 'configuration file in the place of the user’s own')
      .option('--baseline <file>', 'earlier report (JSON) of this host, to measure growth from')
      .option('-v, --verbose', 'also the rules that hold, with their figures'),
  );
}

function collectWords(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function cleanOptions(command: Command): Command {
  return withJson(command)
    .option('--free <size>', 'the objects that free this much, such as 20GB, and cost least')
    .option('--only <what>', 'kinds or rules, separated by commas (see below); may be repeated', collectWords)
    .option('--keep <pattern>', 'protect what this matches: names, ids; * stands for anything', collectWords)
    .option('--older-than <age>', 'only what was not used for this long, such as 30d or 12h')
    .option('--keep-last <n>', 'protect the newest N images of each repository')
    .option('--config <file>', 'read this configuration instead of ~/.config/bilge/config.toml')
    .option('-a, --all', 'show every object of the plan')
    .option('--script', 'the plan as a shell script')
    .option('-o, --output <file>', 'save the plan as JSON')
    .option('--plan <file>', 'a plan that was saved: exactly its objects, looked at again')
    .option('--apply', 'remove the objects of the plan, after a yes')
    .option('-y, --yes', 'with --apply: yes')
    .option('--log <file>', 'with --apply: append what became of each object, as JSON lines')
    .option('--verify', 'what the engine’s own prune commands would free, and what it claims');
}

/** The commands of the real host, and of the sample host under `demo`. */
function addCommands(parent: Command, fixed: SourceOptions, finish: (code: ExitCode) => void): void {
  const add = (
    name: string,
    description: string,
    decorate: (command: Command) => Command,
    action: Action,
  ): Command => {
    // The parents take excess words only to say that they are no commands.
    const command = decorate(
      parent.command(name).description(description).exitOverride().allowExcessArguments(false),
    );
    if (fixed.sample !== true) addSourceOptions(command);
    return command.action(async () => {
      finish(await action({ ...command.optsWithGlobals<AnyOptions>(), ...fixed }, command.args));
    });
  };
  add(
    'df',
    'where the disk went: categories, reclaimable space, reconciled with du',
    withJson,
    async (options) => (await import('./commands/df.js')).runDf(options),
  );
  for (const name of LIST_NAMES) {
    const decorate = (command: Command): Command => addOptionsOf(name, command);
    const command = add(name, LISTS[name].about, decorate, (options) => runListCommand(name, options));
    command.addHelpText('after', () => columnHelp(LISTS[name]));
    if (name === 'containers') command.addHelpText('after', () => columnHelp(limitList, 'with --limits'));
  }
  add(
    'whose',
    'who owns a path, layer, blob, volume, image, container, process, port, address, interface, …',
    (command) => withJson(command.argument('<key...>', 'what to look for; - reads keys from standard input')),
    async (options, keys) => (await import('./commands/whose.js')).runWhose(keys, options),
  ).addHelpText('after', WHOSE_HELP);
  add(
    'check',
    'thresholds for cron and CI: ends with 1 where one is exceeded',
    addCheckOptions,
    async (options) => (await import('./commands/check.js')).runCheck(options),
  ).addHelpText('after', CHECK_HELP);
  add(
    'clean',
    'what can go, and a plan that frees it; --apply removes exactly that',
    cleanOptions,
    async (options) => (await import('./commands/clean.js')).runClean(options),
  ).addHelpText('after', CLEAN_HELP);
  add(
    'report',
    'the whole report',
    (command) =>
      addUnitOption(command)
        .addOption(new Option('--format <format>', 'json or text').choices(['json', 'text']))
        .option('-o, --output <file>', 'write to a file instead of standard output')
        .option('--config <file>', 'read this configuration instead of ~/.config/bilge/config.toml'),
    async (options) => (await import('./commands/report.js')).runReport(options),
  );
}

/** Where nothing is to be seen on this machine and the caller agrees, the sample host, said in one line. */
async function startOptions(options: AnyOptions): Promise<AnyOptions> {
  if (options.demoIfNone !== true) return options;
  const { sampleIfNone } = await import('./demo-if-none.js');
  const start = sampleIfNone(options);
  printNotes(start.notes);
  return start.options;
}

/** The TUI on a terminal, the accounting table elsewhere. */
async function runView(options: AnyOptions): Promise<ExitCode> {
  if (process.stdin.isTTY && process.stdout.isTTY) return (await import('./commands/tui.js')).runTui(options);
  return (await import('./commands/df.js')).runDf(options);
}
