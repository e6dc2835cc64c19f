/**
 * - `NOT_BOLT`: no valid meta page, so this is not a bbolt database or its first pages are gone;
 * - `TRUNCATED`: what is asked for lies behind the end of the data;
 * - `CORRUPT`: a page or an element contradicts the format;
 * - `TOO_DEEP`: more levels than any real database has.
 */
export type BoltErrorCode = 'NOT_BOLT' | 'TRUNCATED' | 'CORRUPT' | 'TOO_DEEP';

/** A bbolt database, or a part of it, cannot be read. */
export class BoltError extends Error {
  readonly code: BoltErrorCode;

  constructor(code: BoltErrorCode, message: string) {
    super(message);
    this.name = 'BoltError';
    this.code = code;
  }
}

/** Receives what had to be left out of a reading. */
export type DamageHandler = (error: BoltError) => void;

/** Hands a {@link BoltError} to the handler, or throws it where there is none. Anything else is a bug and thrown on. */
export function reportDamage(error: unknown, onDamage: DamageHandler | undefined): void {
  if (onDamage === undefined || !(error instanceof BoltError)) throw error;
  onDamage(error);
}
