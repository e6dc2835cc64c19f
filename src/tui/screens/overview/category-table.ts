import { displayWidth, fit } from '../../../report/text/fit.js';
import { bytesWidth } from '../../text/figure.js';
import type { ByteStyle } from '../../../report/text/bytes.js';

/** One line of the table of categories. */
export interface TableCells {
  readonly title: string;
  readonly bytes: string;
  readonly bar: string;
  readonly share: string;
  readonly reclaim: string;
  readonly objects: string;
  readonly inodes: string;
}

/** Widths of the table's columns; 0 for those that a narrow terminal has no room for. The bar takes the rest. */
export interface TableWidths {
  readonly title: number;
  readonly bytes: number;
  readonly bar: number;
  readonly share: number;
  readonly objects: number;
  readonly inodes: number;
  /** Of the whole line, margin included. */
  readonly total: number;
}

const MARGIN = 2;
/** The least width of the titles. */
const TITLE = 18;
const GAP = 2;
const SHARE = 8;
/** The least width of a count, with the space before it. */
const COUNT = 11;
const LEAST_BAR = 6;
const WIDEST_BAR = 48;

/** What a table must hold whole: a figure that is cut would be another figure. */
export interface TableContent {
  readonly titles: readonly string[];
  readonly counts: readonly string[];
}

function longest(texts: readonly string[], least: number): number {
  return texts.reduce((width, text) => Math.max(width, displayWidth(text)), least);
}

export function tableWidths(columns: number, style: ByteStyle, content: TableContent): TableWidths {
  const bytes = bytesWidth(style) + 1;
  const title = longest(content.titles, TITLE);
  const count = longest(content.counts, COUNT - 1) + 1;
  const base = MARGIN + title + bytes + GAP + GAP + bytes + MARGIN;
  let spare = columns - base - LEAST_BAR;
  const take = (width: number, reserve: number) => {
    if (spare < width + reserve) return 0;
    spare -= width;
    return width;
  };
  const share = take(SHARE, 0);
  const inodes = take(count, 0);
  const objects = take(count, 16);
  const bar = Math.max(0, Math.min(WIDEST_BAR, LEAST_BAR + spare));
  return {
    title,
    bytes,
    bar,
    share,
    objects,
    inodes,
    total: base - MARGIN + share + inodes + objects + bar,
  };
}

export function tableLine(cells: TableCells, widths: TableWidths): string {
  return [
    ' '.repeat(MARGIN),
    fit(cells.title, widths.title),
    fit(cells.bytes, widths.bytes, 'right'),
    ' '.repeat(GAP),
    fit(cells.bar, widths.bar),
    fit(cells.share, widths.share, 'right'),
    ' '.repeat(GAP),
    fit(cells.reclaim, widths.bytes, 'right'),
    fit(cells.objects, widths.objects, 'right'),
    fit(cells.inodes, widths.inodes, 'right'),
  ].join('');
}
