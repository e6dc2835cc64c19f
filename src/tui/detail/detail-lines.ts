import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { bytesFigure, countFigure, markOf } from '../../report/text/figure.js';
import { HIDDEN } from '../../report/text/hidden.js';
import { reasonsOf } from '../../report/figure-source.js';
import { fit, truncate } from '../../report/text/fit.js';
import { wrapText } from '../../report/text/wrap.js';

const LABEL = 16;
/** Lines that one long value may take. */
const MOST_LINES = 12;
const UNKNOWN = '?';
/** Columns of one figure with its name. */
const FIGURE = 24;

/** A cell of a line of figures: `total 1.20 GB`. */
interface LabeledFigure {
  readonly label: string;
  readonly text: string;
}

/** Writes the details of one record: fields, figures and sections, each line at most `width` columns. */
export interface DetailWriter {
  readonly lines: readonly string[];
  readonly width: number;
  /** A heading, with an empty line before it unless it is the first. */
  section(title: string, note?: string): void;
  /** A labeled text from the engine; `?` when it is not known. */
  field(label: string, value: string | null): void;
  /** A labeled line of bytes and counts. */
  figures(label: string, figures: readonly LabeledFigure[]): void;
  /** With the mark of the record, or of its figure of this name. */
  bytes(label: string, bytes: number | null, field?: string): LabeledFigure;
  count(label: string, count: number | null, field?: string): LabeledFigure;
  /** A line as it is: safe text, colored or not. */
  line(text: string): void;
  /** One label per line: key and value of a map. */
  map(title: string, entries: Readonly<Record<string, string>>): void;
  /** Where the figures come from, and why some are missing. */
  provenance(): void;
  /** The root that has the record, and why the engine does not show it where that is so. */
  place(record: { readonly root: string | null; readonly hidden: string | null }): void;
}

export function createDetail(record: object, context: RecordContext, width: number): DetailWriter {
  const { theme, style } = context;
  const lines: string[] = [];
  const mark = (name: string | undefined) => markOf(record, context.cells.certainty, name);
  const inner = Math.max(1, width - LABEL - 2);
  const labeled = (label: string, text: string) => `  ${theme.muted(fit(label, LABEL - 1))} ${text}`;

  const writer: DetailWriter = {
    lines,
    width,
    section(title, note = '') {
      if (lines.length > 0) lines.push('');
      lines.push(`  ${theme.bold(title)}${note === '' ? '' : theme.muted(`  ${note}`)}`);
    },
    field(label, value) {
      const wrapped = wrapText(displayText(value ?? UNKNOWN), inner, MOST_LINES);
      wrapped.forEach((line, index) => lines.push(labeled(index === 0 ? label : '', line)));
    },
    figures(label, figures) {
      const perLine = Math.max(1, Math.floor(inner / FIGURE));
      for (let start = 0; start < figures.length; start += perLine) {
        const cells = figures
          .slice(start, start + perLine)
          .map(({ label: name, text }) => `${fit(text, 11, 'right')} ${theme.muted(fit(name, FIGURE - 12))}`);
        lines.push(labeled(start === 0 ? label : '', cells.join('')));
      }
    },
    bytes: (label, bytes, name) => ({ label, text: bytesFigure(bytes, mark(name), style) }),
    count: (label, count, name) => ({ label, text: countFigure(count, mark(name)) }),
    line(text) {
      lines.push(`  ${truncate(text, width - 2)}`);
    },
    map(title, entries) {
      const all = Object.entries(entries);
      if (all.length === 0) return;
      writer.section(title, String(all.length));
      for (const [key, value] of all) {
        writer.line(`${theme.muted(displayText(key))} = ${displayText(value)}`);
      }
    },
    place({ root, hidden }) {
      if (root !== null) writer.field('root', root);
      if (hidden === null) return;
      const wrapped = wrapText(displayText(`${HIDDEN} ${hidden}`), inner, MOST_LINES);
      wrapped.forEach((line, index) => lines.push(labeled(index === 0 ? 'not shown' : '', theme.warn(line))));
    },
    provenance() {
      if ('source' in record && typeof record.source === 'string') {
        writer.field('figures from', SOURCES[record.source] ?? record.source);
      }
      for (const reason of reasonsOf(record)) {
        const wrapped = wrapText(displayText(reason), inner, MOST_LINES);
        wrapped.forEach((line, index) =>
          lines.push(labeled(index === 0 ? 'incomplete' : '', theme.warn(line))),
        );
      }
    },
  };
  return writer;
}

const SOURCES: Readonly<Record<string, string>> = {
  disk: 'measured on disk',
  engine: 'told by the engine',
  computed: 'computed from recorded sizes',
  unmeasured: 'unmeasured',
};
