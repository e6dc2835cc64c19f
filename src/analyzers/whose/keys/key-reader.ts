import type { LiveHost } from '../live/live-host.js';
import type { Subject } from '../subject.js';

/** What a reader looks a key up in. */
export interface KeyLookup {
  readonly live: LiveHost;
  /** Objects that a word names in full. */
  readonly named: (word: string) => readonly Subject[];
}

/**
 * How sure the form of a key is.
 * - `only`: it can mean nothing else, so that without a subject it means nothing;
 * - `likely`: it may be the name of something on the disk as well;
 * - `possible`: it is most likely that.
 */
type Certainty = 'only' | 'likely' | 'possible';

/** One way to read a key. */
export interface KeyReading {
  readonly certainty: Certainty;
  readonly find: (lookup: KeyLookup) => readonly Subject[];
  /** Why there is no answer, where there is no subject. */
  readonly miss: string;
  /** True where what was found may share its name with something on the disk. */
  readonly shared?: (lookup: KeyLookup) => boolean;
}

/** Reads a key by its form alone; `null` when it has another one. */
export type KeyReader = (key: string) => KeyReading | null;

const NUMBER = /^(?:0|[1-9]\d{0,15})$/;

/** A number as people write it: no sign, no zeros before it. */
export function numberOf(text: string | undefined): number | null {
  return text !== undefined && NUMBER.test(text) ? Number(text) : null;
}

/** What the first of several words names that names anything. */
export function firstNamed({ named }: KeyLookup, words: readonly string[]): readonly Subject[] {
  for (const word of words) {
    const found = named(word);
    if (found.length > 0) return found;
  }
  return [];
}
