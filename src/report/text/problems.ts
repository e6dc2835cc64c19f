import type { ProblemReport } from '../types.js';
import { cleanText } from './clean-text.js';

/** A part of a message as a sentence of its own. */
function asSentence(text: string): string {
  const ended = /[.!?…]$/.test(text) ? text : `${text}.`;
  // A path or a name in front keeps its spelling.
  return /^[a-z]+ /.test(ended) ? ended.charAt(0).toUpperCase() + ended.slice(1) : ended;
}

/** One line per problem: what was wrong, what is missing because of it, what to do. */
export function renderProblems(problems: readonly ProblemReport[]): string[] {
  return problems.map(({ message, missing, hint }) => {
    const parts = [asSentence(message)];
    if (missing !== null) parts.push(asSentence(`Unmeasured: ${missing}`));
    if (hint !== null) parts.push(asSentence(hint));
    return cleanText(`bilge: ${parts.join(' ')}`);
  });
}
