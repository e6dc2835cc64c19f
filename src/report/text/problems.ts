import type { ProblemReport } from '../types.js';
import { cleanText } from './clean-text.js';

/** One line per problem: what was wrong, what is missing because of it, what to do. */
export function renderProblems(problems: readonly ProblemReport[]): string[] {
  return problems.map(({ message, missing, hint }) => {
    const parts = [message];
    if (missing !== null) parts.push(`unmeasured: ${missing}`);
    if (hint !== null) parts.push(hint);
    return cleanText(`bilge: ${parts.join('; ')}`);
  });
}
