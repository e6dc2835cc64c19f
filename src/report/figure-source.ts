import type { FigureSource } from './types.js';

/** Figures that only an engine tells, by their names: `engineSizeBytes`, `engineSizeRwBytes`, `recordedBytes`. */
const TOLD_FIGURE = /^(?:engine[A-Z]\w*|recorded)Bytes$/;

const ALWAYS_MEASURED: FigureSource = { source: 'disk', reason: null };

/**
 * Where one figure of a record comes from: what its `sources` say of it, else what the record says of all. Without a
 * field, of the record as a whole. Records without provenance are measured.
 */
export function sourceOf(record: object, field?: string): FigureSource {
  if (field !== undefined) {
    if (TOLD_FIGURE.test(field)) return { source: 'engine', reason: 'the engine did not say' };
    const own = 'sources' in record && isObject(record.sources) ? record.sources[field] : undefined;
    if (isFigureSource(own)) return own;
  }
  if (!('source' in record)) return ALWAYS_MEASURED;
  const { source } = record;
  const reason = 'unmeasuredReason' in record ? record.unmeasuredReason : null;
  const one = { source, reason };
  return isFigureSource(one) ? one : ALWAYS_MEASURED;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const SOURCES: readonly unknown[] = ['disk', 'engine', 'computed', 'unmeasured'];

function isFigureSource(value: unknown): value is FigureSource {
  if (!isObject(value) || !SOURCES.includes(value['source'])) return false;
  return value['reason'] === null || typeof value['reason'] === 'string';
}
