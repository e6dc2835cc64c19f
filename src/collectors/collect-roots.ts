import type { RootInventory } from '../model/inventory.js';
import type { Problem } from '../model/problem.js';
import { cancelledProblem, type RootPlace, type RootResult } from './data-root/collect-data-root.js';
import type { LocatedRoot } from './data-root/open-root.js';
import { type Scan, startScan } from './data-root/scan.js';
import { unreadRoot } from './data-root/unread-root.js';

export interface RootsResult {
  readonly roots: readonly RootInventory[];
  readonly problems: readonly Problem[];
}

/**
 * Scans the roots of a host. One may begin before the others are known; roots of one disk are read one after
 * another, as each scan keeps the disk busy, and those of several at the same time.
 */
export class RootScans {
  readonly #signal: AbortSignal | undefined;
  readonly #onChange: (soFar: RootsResult) => void;
  readonly #results = new Map<string, RootResult>();
  #places: readonly RootPlace[] = [];
  #begun: { readonly place: RootPlace; readonly scan: Scan } | null = null;

  /** @param onChange called with all roots, those that were not reached yet without records and walk. */
  constructor(signal: AbortSignal | undefined, onChange: (soFar: RootsResult) => void) {
    this.#signal = signal;
    this.#onChange = onChange;
  }

  /** Starts with one root. */
  begin(place: RootPlace): void {
    this.#places = [place];
    this.#begun = { place, scan: this.#start(place) };
  }

  /** Gives up what has begun. */
  cancel(): void {
    this.#begun?.scan.cancel();
    this.#begun = null;
    this.#places = [];
    this.#results.clear();
  }

  /** Reads these roots; what has begun goes on where it is one of them. Never rejects. */
  async collect(roots: readonly LocatedRoot[]): Promise<RootsResult> {
    const begun = this.#begun;
    if (begun !== null && !roots.some((root) => root.state === 'ready' && isSame(root.place, begun.place)))
      this.cancel();
    this.#places = roots.map(({ place }) => place);
    for (const { state, place } of roots) {
      if (state === 'denied') this.#results.set(place.path, { inventory: unreadRoot(place), problems: [] });
    }
    this.#onChange(this.#soFar());
    const ready = roots.filter(({ state }) => state === 'ready').map(({ place }) => place);
    const disks = Map.groupBy(ready, (place) => place.filesystem?.device ?? '');
    await Promise.all(
      [...disks.values()].map(async (places) => {
        for (const place of places) await this.#read(place);
      }),
    );
    return this.#soFar();
  }

  async #read(place: RootPlace): Promise<void> {
    const begun = this.#begun !== null && isSame(this.#begun.place, place) ? this.#begun.scan : null;
    const problems: Problem[] = [];
    if (begun === null && this.#signal?.aborted === true) problems.push(cancelledProblem(place.path));
    else {
      try {
        this.#results.set(place.path, await (begun ?? this.#start(place)).result);
        return;
      } catch (error) {
        // Whatever it was, the other roots are not concerned.
        problems.push(failureProblem(place.path, error));
      }
    }
    this.#results.set(place.path, { inventory: unreadRoot(place, false), problems });
  }

  #start(place: RootPlace): Scan {
    return startScan(place, this.#signal, (soFar) => {
      this.#results.set(place.path, soFar);
      this.#onChange(this.#soFar());
    });
  }

  #soFar(): RootsResult {
    const known = this.#places.map((place) => {
      const result = this.#results.get(place.path) ?? { inventory: unreadRoot(place, false), problems: [] };
      // What has begun early was not yet known to be the engine's.
      const { origin } = place;
      return { inventory: { ...result.inventory, origin }, problems: result.problems };
    });
    return {
      roots: known.map(({ inventory }) => inventory),
      problems: known.flatMap(({ problems }) => problems),
    };
  }
}

function isSame(one: RootPlace, other: RootPlace): boolean {
  return (
    one.path === other.path &&
    one.kind === other.kind &&
    one.nested.length === other.nested.length &&
    one.nested.every((path, index) => path === other.nested[index])
  );
}

function failureProblem(path: string, error: unknown): Problem {
  return {
    source: 'disk',
    code: 'root-failed',
    message: `${path} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    path,
    missing: `everything in ${path}`,
    hint: null,
  };
}
