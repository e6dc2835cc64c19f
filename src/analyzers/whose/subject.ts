import type { LeftoverReport, WhoseAnswer } from '../../report/types.js';
import type { RootView } from '../root-view.js';

/** What an answer says of an object, whichever key led to it. */
export type SubjectAnswer = Omit<WhoseAnswer, 'key' | 'file' | 'kind' | 'id' | 'name' | 'root' | 'facts'> & {
  readonly facts?: Fact[];
};

/** A place of an object: everything at and below it belongs to the object. */
export interface SubjectPlace {
  readonly root: RootView;
  /** Relative to the root. */
  readonly path: string;
  /** Which part of the object it is: "its directory", "its short link". */
  readonly part: string;
}

/**
 * An object that a key can name. One file in `subjects/` makes those of one kind. What has keys of a form of its own,
 * such as a port with its address, has a reader of them in `keys/`.
 */
export interface Subject {
  readonly kind: WhoseAnswer['kind'];
  readonly root: string | null;
  readonly id: string;
  readonly name: string | null;
  /** What finds it, in full or as a unique prefix. */
  readonly keys: readonly string[];
  /** What finds it only in full, such as a number. */
  readonly words: readonly string[];
  readonly places: readonly SubjectPlace[];
  /** The leftover that it is, if it is one. */
  readonly leftover?: LeftoverReport;
  /** Made when it is asked for. */
  readonly answer: () => SubjectAnswer;
}

/** Holders of an answer, and what has to go. */
export type Holder = WhoseAnswer['holders'][number];
export type ToFree = WhoseAnswer['toFree'];
export type Fact = WhoseAnswer['facts'][number];
