import type { RemovableKind, RemovalArithmetic, Risk, RuleName } from './removal.js';

/** What was known of an object: when it is different later, it has changed. `null`: not of its kind, or not known. */
export interface SeenState {
  /** Of an image: every `repo:tag` and `repo@digest`, sorted. */
  readonly references: readonly string[] | null;
  readonly status: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly createdAt: string | null;
  readonly lastUsedAt: string | null;
  readonly usageCount: number | null;
  readonly allocatedBytes: number | null;
  readonly modifiedAt: string | null;
}

/** An object that an engine can remove, with all that a choice depends on. */
export interface CleanupCandidate {
  /** Position in the arithmetic. */
  readonly position: number;
  readonly kind: RemovableKind;
  readonly id: string;
  readonly name: string | null;
  readonly root: string | null;
  readonly risk: Risk;
  /** The latest use that is known of, RFC 3339. */
  readonly lastUsedAt: string | null;
  /** How that is known, a clause. */
  readonly lastUse: string;
  /** Milliseconds since then; `null`: not known. */
  readonly ageMs: number | null;
  /** Bytes that have to be pulled, built or written again, or that are lost. */
  readonly costBytes: number;
  /** A volume that somebody has named: never chosen unless it is asked for. */
  readonly isNamedVolume: boolean;
  /** Of a volume: the engine itself calls it anonymous, as those from 23.0 on do. Missing: it does not. */
  readonly hasAnonymousLabel?: boolean;
  /** Of a build cache record: its type, and whether its data is a layer of an image as well; else `null`. */
  readonly cache: { readonly type: string; readonly shared: boolean } | null;
  /** A container of any state was made from it, mounts it or is configured for it. */
  readonly isUsed: boolean;
  /** What there is to say of it, a clause. */
  readonly evidence: string;
  readonly commands: readonly string[];
  readonly seen: SeenState;
}

/** Objects that one rule has found, all of one risk. */
export interface CleanupFinding {
  readonly rule: RuleName;
  readonly title: string;
  readonly risk: Risk;
  readonly preselected: boolean;
  /** Positions of the objects that go. */
  readonly positions: readonly number[];
}

/** Everything a plan is chosen from. */
export interface CleanupBasis {
  readonly arithmetic: RemovalArithmetic;
  /** By position. What stands against an object, or protects it, keeps it out of here. */
  readonly candidates: ReadonlyMap<number, CleanupCandidate>;
  readonly findings: readonly CleanupFinding[];
  readonly protected: readonly {
    readonly kind: RemovableKind;
    readonly id: string;
    readonly name: string | null;
    readonly why: string;
  }[];
}
