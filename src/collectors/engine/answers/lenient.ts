import { z } from 'zod';
import { RequestError } from '../request-error.js';

/*
 * Building blocks for answers of engines of any age: unknown keys are passed over, and a value that is missing or of
 * another type becomes `null`, so that one odd field never loses a record.
 */

/** Text that says something; an empty one is `null`. */
export const filledText = z
  .string()
  .transform((value) => (value === '' ? null : value))
  .nullable()
  .catch(null);

export const flag = z.boolean().nullable().catch(null);

/** A non-negative exact integer. The −1 of engines means "not known" and becomes `null`. */
export const count = z.int().nonnegative().nullable().catch(null);

export const integer = z.int().nullable().catch(null);

/** Texts of a list; a missing list is empty. */
export const texts = z.array(z.unknown()).catch([]).transform(onlyTexts);

function onlyTexts(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

/** A map of texts; a missing one is empty, entries of other types are left out. */
export const textMap = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    ),
  );

/** A list of records. */
export interface LenientList<T> {
  readonly items: readonly T[];
  /** Entries that were not such records and were left out. */
  readonly rejected: number;
}

/**
 * Reads each entry of a list on its own. `null` is an empty list, as engines in Go write it.
 * @throws RequestError `garbage` when it is no list at all
 */
export function parseList<T>(schema: z.ZodType<T>, value: unknown): LenientList<T> {
  if (value === null || value === undefined) return { items: [], rejected: 0 };
  if (!Array.isArray(value)) throw new RequestError('garbage', 'the answer is not a list');
  const items: T[] = [];
  for (const entry of value) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) items.push(parsed.data);
  }
  return { items, rejected: value.length - items.length };
}

/**
 * Reads an object.
 * @throws RequestError `garbage` when it is none, or lacks what it cannot do without
 */
export function parseObject<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestError('garbage', 'the answer is not what the Engine API promises');
}
