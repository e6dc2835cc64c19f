import type { FigureSource } from '../../report/types.js';
import type { Provenance } from './provenance.js';

/** Names of figures, as the report writes them. */
const FIGURE = /(?:Bytes|[iI]nodes)$/;

/** Figures that only an engine tells: their names say so. */
const TOLD = /^(?:engine[A-Z]\w*|recorded)Bytes$/;

/** What is said of single figures of a record, where that is not what holds for all of them. */
export type Hints<T> = { readonly [K in keyof T]?: FigureSource | null };

/**
 * Adds provenance to a record: its own, and that of each figure that has another one. Figures without a hint have the
 * record's; those that are known although the record is unmeasured follow from what else is known.
 */
export function withProvenance<T extends object>(
  record: T,
  own: Provenance,
  hints: Hints<NoInfer<T>> = {},
): T & Provenance & { sources?: Record<string, FigureSource> } {
  const given: Readonly<Record<string, FigureSource | null | undefined>> = { ...hints };
  const sources: Record<string, FigureSource> = {};
  for (const [field, value] of Object.entries(record)) {
    if (!FIGURE.test(field) || TOLD.test(field) || value === undefined) continue;
    const one = value === null ? missing(given[field], own) : known(given[field], own);
    if (one !== null) sources[field] = one;
  }
  for (const [field, one] of Object.entries(given)) {
    if (one != null && !FIGURE.test(field)) sources[field] = one;
  }
  return Object.keys(sources).length === 0 ? { ...record, ...own } : { ...record, ...own, sources };
}

/** Nothing where the record's own reason is the only one. */
function missing(hint: FigureSource | null | undefined, own: Provenance): FigureSource | null {
  if (hint?.reason != null) return { source: 'unmeasured', reason: hint.reason };
  return own.unmeasuredReason === null ? { source: 'unmeasured', reason: 'it was not measured' } : null;
}

function known(hint: FigureSource | null | undefined, own: Provenance): FigureSource | null {
  if (hint == null || hint.source === 'unmeasured')
    return own.source === 'unmeasured' ? { source: 'computed', reason: null } : null;
  return hint.source === own.source && hint.reason === own.unmeasuredReason ? null : hint;
}

/** A hint for a figure that is missing for a reason of its own; none without a reason. */
export function unmeasured(reason: string | null): FigureSource | null {
  return reason === null ? null : { source: 'unmeasured', reason };
}
