import { cleanText } from './clean-text.js';
import { wrapText } from './wrap.js';

/** Marks what the engine does not show. */
export const HIDDEN = '†';

/** A record that the engine may not show. */
interface MaybeHidden {
  readonly hidden: string | null;
}

/** A name with the mark of what the engine does not show. */
export function withHiddenMark(name: string, { hidden }: MaybeHidden): string {
  return hidden === null ? name : `${name} ${HIDDEN}`;
}

/** What the mark means here, one line a reason. */
export function hiddenFooter(records: readonly MaybeHidden[], available: number): string[] {
  const reasons = new Set(records.flatMap(({ hidden }) => hidden ?? []));
  const lines = [...reasons]
    .sort()
    .flatMap((reason) => wrapText(cleanText(`${HIDDEN} the engine does not show it: ${reason}`), available));
  return lines.length === 0 ? [] : ['', ...lines];
}
