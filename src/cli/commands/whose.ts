import { text } from 'node:stream/consumers';
import { HostView } from '../../analyzers/host-view.js';
import { whose, type WhoseKey, type WhoseMiss } from '../../analyzers/whose/whose.js';
import { lookAtPath } from '../../collectors/disk/key-path.js';
import type { KeyPath } from '../../model/key-path.js';
import { cleanText } from '../../report/text/clean-text.js';
import { cellStyle } from '../../report/text/figure.js';
import { SAMPLE_LINE } from '../../report/text/header.js';
import { renderWhose } from '../../report/text/whose.js';
import { EXIT, type ExitCode, UsageError } from '../exit.js';
import { conclude, loadHost } from '../load-report.js';
import type { SourceOptions, ViewOptions } from '../options.js';
import { availableColumns, printJson, printLines, printNotes } from '../output.js';

/** Stands for keys from standard input. */
const FROM_INPUT = '-';

/** `bilge whose KEY…`: what each key is, who holds it, and what would have to go for it to go. */
export async function runWhose(
  named: readonly string[],
  options: SourceOptions & ViewOptions,
): Promise<ExitCode> {
  const keys = await allKeys(named);
  const { inventory, report } = await loadHost(options);
  const roots = inventory.roots.map(({ path }) => path);
  const asked = await Promise.all(
    keys.map(async (key): Promise<WhoseKey> => ({ key, path: await pathOf(key, roots, options) })),
  );
  const { answers, misses } = whose(new HostView(inventory), report, asked);
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
