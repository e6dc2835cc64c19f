import { ExpectedError } from '../model/expected-error.js';

/** Exit codes of every command. */
export const EXIT = {
  complete: 0,
  /** A check or threshold failed. */
  failed: 1,
  /** It could not run: bad usage, or neither an engine nor a data root. */
  unable: 2,
  /** It ran, but some figures are unmeasured. */
  incomplete: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something the user can mend: printed as one sentence, exit code 2. */
export class UsageError extends ExpectedError {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
