import type { Problem } from '../model/problem.js';

/** There is neither an engine nor a data root: nothing can be reported. */
export class NothingToReadError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('; '));
    this.name = 'NothingToReadError';
    this.problems = problems;
  }
}
