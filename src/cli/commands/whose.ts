import { text } from 'node:stream/consumers';
import { HostView } from '../../analyzers/host-view.js';
import { isLikelyLive } from '../../analyzers/whose/keys/readings.js';
import { whose, type WhoseKey, type WhoseMiss, type WhoseResult } from '../../analyzers/whose/whose.js';
import { lookAtPath } from '../../collectors/disk/key-path.js';
import type { KeyPath } from '../../model/key-path.js';
import { cleanText } from '../../report/text/clean-text.js';
import { cellStyle } from '../../report/text/figure.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { renderWhose } from '../../report/text/whose.js';
import type { Report } from '../../report/types.js';
import { collecting, SIZES } from '../collecting.js';
import { EXIT, type ExitCode, UsageError } from '../exit.js';
import { collectFrom } from '../host.js';
import { conclude, type LoadedHost, loadHost } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns, printJson, printLines, printNotes } from '../output.js';

/** Stands for keys from standard input. */
const FROM_INPUT = '-';

/**
 * `bilge whose KEY…`: what each key is, who holds it, and what would have to go for it to go. Keys of what runs and what
 * connects it (a process, a port, an address, …) are answered without a walk of the disk, where all of them are such. A
 * bare number is a process, a port or a namespace first, and a snapshot's number where it is none of these:
 * `snapshot:123` asks for the snapshot.
 */
export async function runWhose(
  named: readonly string[],
  options: SourceOptions & ViewOptions,
): Promise<ExitCode> {
  const keys = await allKeys(named);
  const { report, result } =
    (await askLive(keys, options)) ?? (await ask(keys, options, await loadHost(options, collectFor(keys))));
  const { answers, misses } = result;
  if (options.json === true) {
    printJson(answers);
  } else if (answers.length > 0) {
    const style = cellStyle(report, { iec: options.iec === true });
    const head = report.sample ? [SAMPLE_LINE, ''] : [];
    printLines([...head, ...renderWhose(answers, style, availableColumns())]);
  }
  printNotes(misses.flatMap(explain));
  const exit = conclude(report, options);
  return misses.length > 0 ? EXIT.failed : exit;
}

interface Asked {
  readonly report: Report;
  readonly result: WhoseResult;
}

/** The answers of what runs alone; `null` when they are not all there is to say. */
async function askLive(keys: readonly string[], options: SourceOptions): Promise<Asked | null> {
  // The sample has no processes, and is read in no time.
  if (options.sample === true || !keys.every(isLikelyLive)) return null;
  const asked = await ask(keys, options, await loadHost(options, collectLive));
  return asked.result.needsDisk ? null : asked;
}

const collectLive = collecting({ scope: 'live', intervalMs: 0 });

/** Paths and ids are found without a look at what runs. */
function collectFor(keys: readonly string[]): typeof collectFrom {
  return keys.some(isLikelyLive) ? collectFrom : collecting(SIZES);
}

async function ask(
  keys: readonly string[],
  options: SourceOptions,
  { inventory, report }: LoadedHost,
): Promise<Asked> {
  const roots = inventory.roots.map(({ path }) => path);
  const asked = await Promise.all(
    keys.map(async (key): Promise<WhoseKey> => ({ key, path: await pathOf(key, roots, options) })),
  );
  return { report, result: whose(new HostView(inventory), report, asked) };
}

/** The keys in their order, those of standard input in the place of `-`. */
async function allKeys(named: readonly string[]): Promise<string[]> {
  const input = named.includes(FROM_INPUT) ? linesOf(await text(process.stdin)) : [];
  const keys = named.flatMap((key) => (key === FROM_INPUT ? input : [key]));
  const unique = [...new Set(keys)].filter((key) => key !== '');
  if (unique.length === 0)
    throw new UsageError('there is no key to look for; bilge whose --help has examples');
  return unique;
}

function linesOf(input: string): string[] {
  return input.split('\n').map((line) => line.replace(/\r$/, ''));
}

/** Where a key leads as a path; a word without `/` is one only where it leads into a root. */
async function pathOf(
  key: string,
  roots: readonly string[],
  options: SourceOptions,
): Promise<KeyPath | null> {
  // Nothing on this machine's disk belongs to the sample.
  if (options.sample === true) return key.startsWith('/') ? { path: trimmed(key), entry: 'unknown' } : null;
  const path = await lookAtPath(key, process.cwd(), roots);
  if (key.includes('/') || key === '.' || key === '..') return path;
  const isInRoot = roots.some((root) => path.path.startsWith(`${root}/`));
  return isInRoot && path.entry !== 'absent' ? path : null;
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '') || '/';
}

/** Candidates beyond this many are counted, not listed. */
const MOST_CANDIDATES = 20;

function explain({ key, reason, candidates }: WhoseMiss): string[] {
  const more = candidates.length - MOST_CANDIDATES;
  return [
    `bilge: ${cleanText(key)}: ${cleanText(reason)}${candidates.length === 0 ? '.' : ':'}`,
    ...candidates
      .slice(0, MOST_CANDIDATES)
      .map(({ kind, id, name }) =>
        cleanText(`  ${kind} ${id}${name === null || name === id ? '' : ` (${name})`}`),
      ),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
