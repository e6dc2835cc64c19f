import { displayText } from './display-text.js';

/** The parts that are known, cleaned and joined, so that what nobody told leaves no row of question marks. */
export function joinKnown(parts: readonly (string | null)[], separator: string): string {
  return parts
    .filter((part) => part !== null)
    .map(displayText)
    .join(separator);
}
