import type { Fact, Holder, SubjectAnswer } from './subject.js';

/**
 * The answer of something that runs or connects, and has no place on a disk.
 * @param what with its article: "a network".
 */
export function withoutSpace(
  what: string,
  said: { readonly description: string; readonly facts?: Fact[]; readonly holders?: Holder[] },
): SubjectAnswer {
  const note = `${what} takes no space of its own`;
  return {
    path: null,
    category: null,
    description: said.description,
    facts: said.facts ?? [],
    allocatedBytes: null,
    inodes: null,
    holders: said.holders ?? [],
    toFree: { objects: [], freedBytes: null, note },
    hidden: null,
    evidence: null,
    source: 'unmeasured',
    unmeasuredReason: note,
  };
}

/** A fact, where there is something to say. */
export function fact(label: string, text: string | null): Fact[] {
  return text === null || text === '' ? [] : [{ label, text, bytes: null }];
}

/** A size, where it is known. */
export function sizeFact(label: string, text: string, bytes: number | null): Fact[] {
  return bytes === null ? [] : [{ label, text, bytes }];
}
