import type { WhoseAnswer } from '../types.js';
import { formatBytes, formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';
import { bytesFigure, type CellStyle, markOf } from './figure.js';
import { CATEGORY_TITLES, shortId } from './names.js';
import { wrapText } from './wrap.js';

const LABEL_COLUMNS = 12;

/** Holders and objects beyond this many are counted, not listed; the JSON has them all. */
const MOST_LISTED = 12;

/** One block of lines for each answer, at most `available` columns wide. Names are cleaned of control characters. */
export function renderWhose(answers: readonly WhoseAnswer[], style: CellStyle, available: number): string[] {
  return answers.flatMap((answer, i) => [
    ...(i === 0 ? [] : ['']),
    ...renderAnswer(answer, style).flatMap(([label, text]) => block(label, text, available)),
  ]);
}

/** Kinds that take no space: of them there is neither a size to show nor anything to free. */
const WITHOUT_SPACE: readonly WhoseAnswer['kind'][] = [
  'network',
  'process',
  'port',
  'address',
  'interface',
  'control-group',
  'namespace',
];

type Line = readonly [label: string, text: string];

/** A label with its text, wrapped below itself. A line without a label is the head of its block. */
function block(label: string, text: string, available: number): string[] {
  const indent = label === '' ? 0 : LABEL_COLUMNS;
  const width = Math.max(20, available - indent);
  return wrapText(cleanText(text), width).map((line, i) =>
    indent === 0 ? line : `${(i === 0 ? `  ${label}` : '').padEnd(indent)}${line}`,
  );
}

function renderAnswer(answer: WhoseAnswer, style: CellStyle): Line[] {
  const { path, file, evidence, hidden, unmeasuredReason } = answer;
  const head: Line[] = [
    ['', `${answer.key}: ${headOf(answer)}`],
    ['what', answer.description],
  ];
  if (WITHOUT_SPACE.includes(answer.kind)) {
    return [...head, ...answer.facts.map((fact) => describeFact(fact, style)), ...describeHolders(answer)];
  }
  return [
    ...head,
    ...(file === null ? [] : [['file', describeFile(answer, file, style)] as const]),
    ...(path === null || path === file?.path ? [] : [['where', path] as const]),
    ['size', describeSize(answer, style)],
    ...(unmeasuredReason === null ? [] : [['', `  ${unmeasuredReason}`] as const]),
    ...(hidden === null ? [] : [['hidden', hidden] as const]),
    ...(evidence === null ? [] : [['evidence', evidence] as const]),
    ...describeHolders(answer),
    ...describeRemoval(answer, style),
  ];
}

function describeFact({ label, text, bytes }: WhoseAnswer['facts'][number], style: CellStyle): Line {
  return [label, bytes === null ? text : `${text} ${formatBytes(bytes, style)}`];
}

/** Where the key is the whole of it, it stands there already. */
function headOf(answer: WhoseAnswer): string {
  const { kind, id, name, key } = answer;
  return WITHOUT_SPACE.includes(kind) && name === null && id === key
    ? kind.replaceAll('-', ' ')
    : nameOf(answer);
}

function nameOf({ kind, id, name }: Pick<WhoseAnswer, 'id' | 'name'> & { readonly kind: string }): string {
  const words = kind.replaceAll('-', ' ');
  return name === null || name === id ? `${words} ${id}` : `${words} ${name} (${id})`;
}

/** Ids of images, containers and networks as the docker CLI shows them; others are names of their own. */
function shortNameOf(object: Pick<WhoseAnswer, 'id' | 'name'> & { readonly kind: string }): string {
  const isShort = ['image', 'container', 'network'].includes(object.kind);
  return nameOf(isShort ? { ...object, id: shortId(object.id) } : object);
}

function describeFile(
  { category }: WhoseAnswer,
  file: NonNullable<WhoseAnswer['file']>,
  style: CellStyle,
): string {
  const type = file.type === null ? '' : file.type === 'absent' ? ' (not there)' : ` (${file.type})`;
  const counted = category === null ? '' : `, counted as ${CATEGORY_TITLES[category]}`;
  const size = file.allocatedBytes === null ? '' : `, ${formatBytes(file.allocatedBytes, style)}`;
  const mount =
    file.mountPoint === null
      ? ''
      : `; something is mounted at ${file.mountPoint}: what is seen there takes no space of this object`;
  return `${file.path}${type}${size}: ${file.part}${counted}${mount}`;
}

function describeSize(answer: WhoseAnswer, style: CellStyle): string {
  const mark = markOf(answer, style.certainty);
  const word = answer.inodes === 1 ? 'inode' : 'inodes';
  const inodes = answer.inodes === null ? '' : ` in ${formatCount(answer.inodes)} ${word}`;
  // A part can be counted elsewhere than the object: then its own line says where.
  const { category } = answer;
  const counted =
    category === null || answer.file !== null ? '' : ` · counted as ${CATEGORY_TITLES[category]}`;
  return `${bytesFigure(answer.allocatedBytes, mark, style)}${inodes}${counted}`;
}

function describeHolders({ kind, holders }: WhoseAnswer): Line[] {
  if (holders.length === 0) {
    const isNeverHeld = kind === 'area' || WITHOUT_SPACE.includes(kind);
    return isNeverHeld ? [] : [['held by', 'nobody']];
  }
  const shown = holders.slice(0, MOST_LISTED).map((holder): string => {
    const hidden = holder.hidden === null ? '' : ` (hidden: ${holder.hidden})`;
    return `${shortNameOf(holder)}: ${holder.how}${hidden}`;
  });
  return listed('held by', shown, holders.length);
}

function listed(label: string, texts: readonly string[], count: number): Line[] {
  const more = count - texts.length;
  const all = more > 0 ? [...texts, `and ${formatCount(more)} more (--json lists them)`] : texts;
  return all.map((text, i) => [i === 0 ? label : ' ', text]);
}

function describeRemoval({ toFree }: WhoseAnswer, style: CellStyle): Line[] {
  const { objects, freedBytes, note } = toFree;
  const frees =
    freedBytes === null ? 'what that frees is not known' : `frees ${formatBytes(freedBytes, style)}`;
  const head = objects.length === 0 ? [] : [`remove ${summaryOf(objects)}: ${frees}`];
  const names =
    objects.length < 2 ? [] : objects.slice(0, MOST_LISTED).map((object) => `- ${shortNameOf(object)}`);
  const lines = listed('to free', [...head, ...names], head.length + (names.length > 0 ? objects.length : 0));
  return [...lines, ...(note === null ? [] : [[lines.length === 0 ? 'to free' : ' ', note] as const])];
}

/** "2 containers, 1 image". */
function summaryOf(objects: WhoseAnswer['toFree']['objects']): string {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const words = [...counts].map(([kind, count]) => {
    const word = kind === 'build-cache' ? 'build cache record' : kind;
    return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
  });
  return words.join(', ');
}
