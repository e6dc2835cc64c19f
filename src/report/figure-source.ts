import type { FigureSource } from './types.js';

/** Figures that only an engine tells, by their names: `engineSizeBytes`, `engineSizeRwBytes`, `recordedBytes`. */
const TOLD_FIGURE = /^(?:engine[A-Z]\w*|recorded)Bytes$/;

const ALWAYS_MEASURED: FigureSource = { source: 'disk', reason: null };

/**
 * Where one figure of a record comes from: what its `sources` say of it, else what the record says of all. The reason
 * why figures that `sources` names are missing is about these, and makes no lower bound of one that is there. Without a
 * field, of the record as a whole. Records without provenance are measured.
 */
export function sourceOf(record: object, field?: string): FigureSource {
  const named = 'sources' in record && isObject(record.sources) ? record.sources : {};
  if (field !== undefined) {
    if (TOLD_FIGURE.test(field)) return { source: 'engine', reason: 'the engine did not say' };
    const own = named[field];
    if (isFigureSource(own)) return own;
  }
  if (!('source' in record)) return ALWAYS_MEASURED;
  const { source } = record;
  const reason = 'unmeasuredReason' in record ? record.unmeasuredReason : null;
  const elsewhere = Object.values(named).some((one) => isMissing(one) && one.reason === reason);
  const taken = elsewhere && field !== undefined && isKnown(Reflect.get(record, field));
  const one = { source, reason: taken ? null : reason };
  return isFigureSource(one) ? one : ALWAYS_MEASURED;
}

/** Every reason why figures of a record are missing or lower bounds, its own first, each once. */
export function reasonsOf(record: object): string[] {
  const own = sourceOf(record).reason;
  const named = 'sources' in record && isObject(record.sources) ? Object.values(record.sources) : [];
  const others = named.flatMap((one) => (isFigureSource(one) ? (one.reason ?? []) : []));
  return [...new Set([...(own === null ? [] : [own]), ...others])];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isMissing(value: unknown): value is FigureSource {
  return isFigureSource(value) && value.source === 'unmeasured';
}

const SOURCES: readonly unknown[] = ['disk', 'engine', 'computed', 'unmeasured'];

function isFigureSource(value: unknown): value is FigureSource {
  if (!isObject(value) || !SOURCES.includes(value['source'])) return false;
  return value['reason'] === null || typeof value['reason'] === 'string';
}
