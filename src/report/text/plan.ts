import { RISKS } from '../../model/removal.js';
import type { CleanupPlan, PlanObject, RecommendationReport } from '../types.js';
import { formatAge } from './age.js';
import { type ByteStyle, formatBytes, formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';
import { TOLD } from './figure.js';
import { truncate } from './fit.js';
import { SAMPLE_LINE } from './header.js';
import { shortId } from './names.js';
import { renderTable, type TableColumn } from './table.js';
import { wrapText } from './wrap.js';

/** Objects and advice beyond this many are counted, unless all are asked for. */
const MOST_SHOWN = 40;
const MOST_ADVISED = 3;
const MOST_PROTECTED = 5;

/** The steps that BuildKit keeps are told apart by their ids; what they ran can be as long as a script. */
const CACHE_NAME_WIDTH = 48;

/** In front of a command. */
const PROMPT = '$ ';

const COLUMNS: readonly TableColumn[] = [
  { title: 'KIND', align: 'left' },
  { title: 'NAME', align: 'left', shrinks: 'middle' },
  { title: 'ID', align: 'left', drop: 3 },
  { title: 'FREES', align: 'right' },
  { title: 'RISK', align: 'left' },
  { title: 'LAST USED', align: 'left', drop: 1 },
  { title: 'WHY', align: 'left', shrinks: 'end', drop: 2 },
];

const LEFT_COLUMNS: readonly TableColumn[] = [
  { title: 'NOT IN THE PLAN', align: 'left', shrinks: 'end' },
  { title: 'OBJECTS', align: 'right' },
  { title: 'WOULD FREE', align: 'right' },
  { title: 'RISK', align: 'left' },
  { title: 'WHY', align: 'left', shrinks: 'end', drop: 1 },
];

export interface PlanView {
  readonly style: ByteStyle;
  /** Columns of the terminal; `Infinity` when the output is no terminal. */
  readonly available: number;
  /** Every object, however many there are: nothing is removed that was not shown. */
  readonly all: boolean;
}

/** A cleanup plan for people. Every text of it is cleaned of control characters. */
export function renderPlan(plan: CleanupPlan, view: PlanView): string[] {
  const { available } = view;
  const wrap = (lines: readonly string[]): string[] => lines.flatMap((line) => wrapLine(line, available));
  const head = plan.sample ? [SAMPLE_LINE, ''] : [];
  return [
    ...head,
    ...wrap(headline(plan, view.style)),
    ...objectTable(plan, view),
    ...wrap(['', ...plan.choice]),
    ...leftTable(plan, view),
    ...wrap([...protectedLines(plan), ...adviceLines(plan.advice, view.style)]),
  ];
}

/** What is indented stays so in every line of it; a command stays one line, or it would be another command. */
function wrapLine(line: string, available: number): string[] {
  const [, indent = '', text = ''] = /^( *)(.*)$/s.exec(line) ?? [];
  if (text.startsWith(PROMPT)) return [cleanText(line)];
  return wrapText(cleanText(text), available - indent.length).map((part) => `${indent}${part}`);
}

/** "Plan: 3 objects, frees 1.20 GB in 200 inodes". */
function headline(plan: CleanupPlan, style: ByteStyle): string[] {
  const { objects, freedBytes, inodes, unmeasuredReason, target } = plan;
  const mark = unmeasuredReason === null || freedBytes === null ? '' : TOLD;
  const frees = `frees ${mark}${formatBytes(freedBytes, style)}`;
  const files = inodes === null ? '' : ` in ${formatCount(inodes)} ${inodes === 1 ? 'inode' : 'inodes'}`;
  const lines =
    objects.length === 0
      ? ['Nothing to remove by these rules.']
      : [`Plan: ${things(objects.length, 'object')}, ${frees}${files}`, `  ${risksOf(objects)}`];
  if (unmeasuredReason !== null) lines.push(`  an estimate: ${unmeasuredReason}`);
  if (target !== null && !target.reached) {
    lines.push(
      `  ${formatBytes(target.bytes, style)} cannot be reached with what may go: this is all of it that frees anything`,
    );
  }
  return lines;
}

/** The worst first: that is what a yes has to be thought over for. */
function risksOf(objects: readonly PlanObject[]): string {
  return [...RISKS]
    .reverse()
    .flatMap((risk) => {
      const count = objects.filter((object) => object.risk === risk).length;
      return count === 0 ? [] : [`${formatCount(count)} ${risk}`];
    })
    .join(', ');
}

function objectTable(plan: CleanupPlan, { style, available, all }: PlanView): string[] {
  const { objects, generatedAt, unmeasuredReason } = plan;
  if (objects.length === 0) return [];
  const shown = all ? objects : objects.slice(0, MOST_SHOWN);
  const mark = unmeasuredReason === null ? '' : TOLD;
  const rows = shown.map((object) => [
    object.kind,
    nameOf(object),
    shortId(object.id),
    freesOf(object, mark, style),
    object.risk,
    lastUseOf(object, generatedAt),
    cleanText(object.evidence),
  ]);
  const more = objects.length - shown.length;
  const note = `and ${formatCount(more)} more (--all shows them, --json has them)`;
  return ['', ...renderTable(COLUMNS, rows, available), ...(more > 0 ? [note] : [])];
}

function nameOf({ kind, id, name }: PlanObject): string {
  const shown = cleanText(name ?? shortId(id));
  return kind === 'build-cache' ? truncate(shown, CACHE_NAME_WIDTH, 'middle') : shown;
}

/** What goes at this step; where only a set has a figure, what the object alone is estimated at. */
function freesOf({ addsBytes, freedBytes }: PlanObject, mark: string, style: ByteStyle): string {
  if (addsBytes !== null) return formatBytes(addsBytes, style);
  return freedBytes === null ? formatBytes(null, style) : `${mark}${formatBytes(freedBytes, style)}`;
}

function lastUseOf({ lastUsedAt, lastUse }: PlanObject, now: string): string {
  return lastUsedAt === null ? '?' : cleanText(`${formatAge(lastUsedAt, now)} ago: ${lastUse}`);
}

function leftTable({ left, target }: CleanupPlan, { style, available }: PlanView): string[] {
  const worth = target === null ? left : left.filter(({ freedBytes }) => freedBytes !== 0);
  if (worth.length === 0) return [];
  const rows = worth.map(({ title, objects, freedBytes, unmeasuredReason, risk, why }) => [
    cleanText(title),
    formatCount(objects),
    `${unmeasuredReason === null || freedBytes === null ? '' : TOLD}${formatBytes(freedBytes, style)}`,
    risk,
    cleanText(why),
  ]);
  return ['', ...renderTable(LEFT_COLUMNS, rows, available)];
}

function protectedLines({ protected: kept }: CleanupPlan): string[] {
  if (kept.length === 0) return [];
  const names = kept
    .slice(0, MOST_PROTECTED)
    .map(({ kind, id, name, why }) => `${kind} ${name ?? shortId(id)} (${why})`);
  const more = kept.length - names.length;
  return [
    '',
    `Protected: ${things(kept.length, 'object')}: ${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
  ];
}

function adviceLines(advice: readonly RecommendationReport[], style: ByteStyle): string[] {
  if (advice.length === 0) return [];
  return [
    '',
    'WHAT NO ENGINE COMMAND REMOVES',
    ...advice.flatMap(({ title, objects, freedBytes, advice: text, commands }) => {
      const shown = objects.slice(0, MOST_ADVISED);
      const more = objects.length - shown.length;
      const size = freedBytes === null ? '' : `, ${formatBytes(freedBytes, style)}`;
      return [
        `${title}: ${formatCount(objects.length)}${size}`,
        `  ${text}`,
        ...shown.map((one) => `  ${formatBytes(one.freedBytes, style)}  ${adviceObject(one)}`),
        ...commands.slice(0, MOST_ADVISED).map((command) => `  ${PROMPT}${command}`),
        ...(more > 0 ? [`  and ${formatCount(more)} more (--json has them)`] : []),
      ];
    }),
  ];
}

/** A log has its path in the command that empties it. */
function adviceObject({ kind, id, evidence }: RecommendationReport['objects'][number]): string {
  return kind === 'log' ? evidence : `${id}: ${evidence}`;
}

function things(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}
