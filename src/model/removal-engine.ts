import type { ContainerStatus } from './container.js';
import type { RemovableKind } from './removal.js';

/** Names an object to an engine. */
export interface ObjectKey {
  readonly kind: RemovableKind;
  /** Full id; a volume's is its name. */
  readonly id: string;
}

/** What the engine says of an object at this moment: what a plan compares with what it knew. */
export type ObjectNow =
  | {
      readonly kind: 'image';
      /** `repo:tag` and `repo@digest`, sorted. */
      readonly references: readonly string[];
      /** Ids of the containers of any state that were made from it. */
      readonly containers: readonly string[];
      /** Ids of the images that name it as their parent. */
      readonly children: readonly string[];
    }
  | {
      readonly kind: 'container';
      readonly name: string | null;
      readonly status: ContainerStatus;
      readonly startedAt: string | null;
      readonly finishedAt: string | null;
    }
  | {
      readonly kind: 'volume';
      readonly driver: string;
      readonly createdAt: string | null;
      /** Ids of the containers of any state that mount it. */
      readonly containers: readonly string[];
    }
  | {
      readonly kind: 'build-cache';
      readonly inUse: boolean | null;
      readonly lastUsedAt: string | null;
      readonly usageCount: number | null;
      /** Ids of the records that it stands on. Removing it counts as a use of them. */
      readonly parents: readonly string[];
      /** Ids of the records that stand on it. */
      readonly children: readonly string[];
    }
  | {
      readonly kind: 'network';
      readonly name: string;
      readonly createdAt: string | null;
      /** Ids of the containers of any state that are configured for it. */
      readonly containers: readonly string[];
    };

/** How a removal ended. */
export type RemovalOutcome =
  | {
      readonly outcome: 'removed';
      /** Ids of what the engine says it removed as well, without being asked to. Not known to happen. */
      readonly beside?: readonly string[];
    }
  /** It was not there any more. */
  | { readonly outcome: 'absent' }
  /** The engine said no; nothing has changed, or what had was put back. `message` is the engine's own, a clause. */
  | { readonly outcome: 'refused'; readonly message: string };

/**
 * The seam between a cleanup and an engine: the only way in which bilge changes anything. Nothing is ever forced, and
 * nothing is removed beside the object that was named.
 */
export interface RemovalEngine {
  /**
   * Looks at an object as it is now; `null` when it is not there.
   * @throws ObjectKeyError when the key could mean another object: nothing was asked.
   * @throws ExpectedError when the engine does not answer, or not in a form that is known.
   */
  look(key: ObjectKey): Promise<ObjectNow | null>;
  /**
   * Removes exactly this object, without force.
   * @param seen what `look` said a moment ago.
   * @throws ExpectedError when the engine does not answer: whether it was removed is then not known.
   */
  remove(key: ObjectKey, seen: ObjectNow): Promise<RemovalOutcome>;
  /** Ends every connection. */
  close(): void;
}
