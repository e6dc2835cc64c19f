/**
 * An error that the user can mend: its message is one sentence with what was wrong and what to do, printed without a
 * stack. Everything else that is thrown is a bug.
 */
export class ExpectedError extends Error {}
