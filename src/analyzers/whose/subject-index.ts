import type { RootView } from '../root-view.js';
import type { Subject, SubjectPlace } from './subject.js';
import { addressSubjects } from './subjects/addresses.js';
import { blobSubjects } from './subjects/blobs.js';
import { cacheSubjects } from './subjects/cache.js';
import { containerSubjects } from './subjects/containers.js';
import { controlGroupSubjects } from './subjects/control-groups.js';
import { imageSubjects } from './subjects/images.js';
import { interfaceSubjects } from './subjects/interfaces.js';
import { layerSubjects } from './subjects/layers.js';
import { leftoverSubjects } from './subjects/leftovers.js';
import { namespaceSubjects } from './subjects/namespaces.js';
import { networkSubjects } from './subjects/networks.js';
import { portSubjects } from './subjects/ports.js';
import { processSubjects } from './subjects/processes.js';
import { volumeSubjects } from './subjects/volumes.js';
import type { WhoseHost } from './whose-host.js';

/** Where the objects of each kind come from. A further kind of key is a further entry. */
const SOURCES: readonly ((host: WhoseHost) => Subject[])[] = [
  containerSubjects,
  imageSubjects,
  layerSubjects,
  blobSubjects,
  volumeSubjects,
  cacheSubjects,
  leftoverSubjects,
  networkSubjects,
  processSubjects,
  portSubjects,
  addressSubjects,
  interfaceSubjects,
  controlGroupSubjects,
  namespaceSubjects,
];

/** What was found at a path. */
export interface PlacedSubject {
  readonly subject: Subject;
  readonly place: SubjectPlace;
}

/** Every object of a host, by its keys and by its places. */
export class SubjectIndex {
  readonly #host: WhoseHost;
  readonly #byWord = new Map<string, Set<Subject>>();
  /** Keys that a prefix may stand for, sorted. */
  readonly #keys: readonly string[];
  readonly #places = new Map<RootView, Map<string, PlacedSubject>>();
  readonly #leftovers = new Map<object, Subject>();

  constructor(host: WhoseHost) {
    this.#host = host;
    const keys = new Set<string>();
    for (const subject of SOURCES.flatMap((source) => source(host))) {
      for (const key of subject.keys) {
        keys.add(bare(key));
        this.#add(bare(key), subject);
      }
      for (const word of subject.words) this.#add(word, subject);
      for (const place of subject.places) this.#addPlace(subject, place);
      if (subject.leftover !== undefined) this.#leftovers.set(subject.leftover, subject);
    }
    this.#keys = [...keys].sort();
  }

  #add(key: string, subject: Subject): void {
    if (key === '') return;
    const known = this.#byWord.get(key);
    if (known === undefined) this.#byWord.set(key, new Set([subject]));
    else known.add(subject);
  }

  /** The first that claims a place has it: a record whose data is a layer does not take it from the layer. */
  #addPlace(subject: Subject, place: SubjectPlace): void {
    const known = this.#places.get(place.root) ?? new Map<string, PlacedSubject>();
    this.#places.set(place.root, known);
    if (!known.has(place.path)) known.set(place.path, { subject, place });
  }

  /** Objects that a key names in full. */
  exact(key: string): Subject[] {
    return this.#canonical(this.#byWord.get(bare(key)) ?? this.#byWord.get(key) ?? []);
  }

  /** Objects of which a key is the beginning of an id or name. */
  prefixed(key: string): Subject[] {
    const prefix = bare(key);
    const found = new Set<Subject>();
    for (let at = this.#find(prefix); at < this.#keys.length; at++) {
      const full = this.#keys[at] ?? '';
      if (!full.startsWith(prefix)) break;
      for (const subject of this.#byWord.get(full) ?? []) found.add(subject);
    }
    return this.#canonical(found);
  }

  #find(prefix: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The innermost place of an object at or above a path of a root. */
  at(root: RootView, path: string): PlacedSubject | null {
    const places = this.#places.get(root);
    for (let above = path; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
      const found = places?.get(above);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The leftover whose report it is. */
  leftover(report: object | undefined): Subject | null {
    return (report === undefined ? undefined : this.#leftovers.get(report)) ?? null;
  }

  /** What the accounting calls a leftover is answered as one, whatever else it once was. */
  #canonical(subjects: Iterable<Subject>): Subject[] {
    const found = new Set<Subject>();
    for (const subject of subjects) found.add(this.#asLeftover(subject) ?? subject);
    return [...found];
  }

  #asLeftover(subject: Subject): Subject | null {
    const [place] = subject.places;
    if (place === undefined) return null;
    const leftover = this.#host.ownerOf(place.root, place.path)?.leftover ?? null;
    return leftover === null ? null : this.leftover(this.#host.leftoverReport(place.root, leftover));
  }
}

const ALGORITHM = 'sha256:';

/** Ids are found with and without the name of their algorithm. */
function bare(key: string): string {
  return key.startsWith(ALGORITHM) ? key.slice(ALGORITHM.length) : key;
}
