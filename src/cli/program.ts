import { Command, Option } from 'commander';
import { columnHelp, LIST_NAMES, type ListName, LISTS } from '../report/lists/all.js';
import { limitList } from '../report/lists/limits.js';
import { cleanText } from '../report/text/clean-text.js';
import { type ExitCode, UsageError } from './exit.js';
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

const EXIT_CODES = `
Exit codes: 0 complete · 1 a check failed · 2 it could not run · 3 ran, but some figures are unmeasured`;

const WHOSE_HELP = `
A key is a path below a root (of a layer, a volume, a log, however deep), a layer (diff id, chain id, name of its
directory, short link), a snapshot key or number, a digest, a volume, an image id or reference, a container id or name,
a build cache record, a leftover or a network: in full, or the beginning of an id or name (4 characters or more) that
only one has. Digests are found with and without sha256:.

A key is also what runs and what connects it, which is answered without a look at the disk:
  48213, pid:48213, /proc/48213      a process by its id on the host
  web:1, container:web:1             a process by its id in a container
  5432, port:5432, 5432/udp, :5432   a port; 127.0.0.1:8080, [::1]:8080 at one address
  172.18.0.2, fd00::2, 02:42:ac:…    an address: an endpoint’s, a gateway’s, or one in a network’s subnet
  veth3f61a2b, br-…, docker0         an interface of the host
  /docker/<id>, /sys/fs/cgroup/…     a control group, also one deep in a container’s
  4026532281, ns:4026532281,
  net:[4026532281], /proc/1/ns/net   a namespace
  network:shop                       a network alone
A bare number is a process, a port or a namespace first (every one that it is), and the number of a snapshot where it is
none of these: snapshot:123 asks for the snapshot.

Examples:
  bilge whose /var/lib/docker/overlay2/8f3c…/diff/usr/lib   who owns this directory
  bilge whose shop-db-1 sha256:9e44                         a container by its name, a layer by a part of its id
  bilge whose 48213 :8080 172.18.0.2                        which containers a process, a port and an address belong to
  find /var/lib/docker -size +1G | bilge whose -            who owns each large file

Exit codes: 0 every key has an answer · 1 a key was not found or is ambiguous · 2 it could not run ·
3 some figures are unmeasured`;

const CHECK_HELP = `
Each threshold is the most that is allowed. They come from the options, then from the configuration file that --config
names, or else ~/.config/bilge/config.toml, then from /etc/bilge.toml: [check] max-used = "85%". Where none of these
sets any, the defaults are --max-used 90% --max-inodes 90% --max-leftovers 1GB --max-log-growth 1GB.

Growth of logs is measured between the report of --baseline and now. For a container that this has not, it is the average
since it was created, for those that run with a log that nothing bounds and are at least an hour old.

Nothing is printed where all rules hold: cron mails what is. A rule that cannot be judged, because a figure is
unmeasured, is said on standard error.

Examples:
  bilge check                                      the defaults, or what the configuration says
  bilge check --max-used 85% --max-reclaimable 20% -v
                                                   two rules, also said when they hold
  bilge report -o /var/lib/bilge/report.json; …
  bilge check --max-log-growth 500MB --baseline /var/lib/bilge/report.json
                                                   what logs grew by since that report

Exit codes: 0 all rules hold · 1 a rule is broken: one line each · 2 it could not run ·
3 a rule could not be judged, and none is broken`;

const CLEAN_HELP = `
Without --apply nothing is changed. A plan takes what can be pulled, built or made again and was not used lately; what may
exist nowhere else is listed below it, and taken only when --only names it, or when --free cannot be reached otherwise.
Named volumes are taken only by --only named-volumes.

--only takes kinds: images, containers, volumes (anonymous ones), cache, networks; and rules: dangling-images,
unused-images, old-builds, held-images, exited-containers, anonymous-volumes, named-volumes, build-cache, unused-networks.

Never part of a plan: what runs or is used by what runs, what the engine does not show, and what is protected: by the
label bilge.keep=true, by --keep, or by [protect] in /etc/bilge.toml and ~/.config/bilge/config.toml.

--apply removes through the engine’s API, never by force, one object after the other. Each is looked at just before, and
skipped when it has changed, came into use or gained a name. Ctrl-C stops between two objects. In the end it is measured
what that gave back.

Examples:
  bilge clean                                     what can go
  bilge clean --free 20GB                         20 GB, losing as little as possible
  bilge clean --only cache --older-than 14d --apply
  bilge clean -o plan.json; bilge clean --apply --plan plan.json --log clean.jsonl

Exit codes: 0 complete · 1 with --apply not everything was removed, also after a no, or --free cannot be reached · 2 it could not run ·
3 some figures are unmeasured`;

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
