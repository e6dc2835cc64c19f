import { liveOf } from './live/live-host.js';
import type { KeyPath } from '../../model/key-path.js';
import type { Report, WhoseAnswer } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import type { RootView } from '../root-view.js';
import { type KeyReading, numberOf } from './keys/key-reader.js';
import { LIVE_KINDS, readingsOf } from './keys/readings.js';
import { ownerOfPath, type PathOwner } from './owner-of-path.js';
import type { Subject } from './subject.js';
import { SubjectIndex } from './subject-index.js';
import { WhoseHost } from './whose-host.js';

/** A key as it was asked, and where it leads when it is read as a path; `null` when it is none. */
export interface WhoseKey {
  readonly key: string;
  readonly path: KeyPath | null;
}

/** A key without a single answer. */
export interface WhoseMiss {
  readonly key: string;
  /** One sentence: why there is no answer. */
  readonly reason: string;
  /** What an ambiguous key could mean. */
  readonly candidates: readonly Pick<WhoseAnswer, 'kind' | 'id' | 'name'>[];
}

export interface WhoseResult {
  readonly answers: readonly WhoseAnswer[];
  readonly misses: readonly WhoseMiss[];
  /** False when nothing that lies on a disk can change an answer or find what was missed. */
  readonly needsDisk: boolean;
}

/** The shortest prefix that may stand for an id: a shorter one is a slip of the finger. */
const SHORTEST_PREFIX = 4;

/**
 * Says of each key what it is, who holds it and what would have to go for it to go. A key may name several objects:
 * all that it names in full are answers; a prefix must be unique. A bare number is a process, a port or a namespace, and
 * a snapshot where it is none of these.
 * @param report of the same inventory as the view.
 */
export function whose(view: HostView, report: Report, keys: readonly WhoseKey[]): WhoseResult {
  const host = new WhoseHost(view, report);
  const index = new SubjectIndex(host);
  const answers: WhoseAnswer[] = [];
  const misses: WhoseMiss[] = [];
  let needsDisk = false;
  for (const key of keys) {
    const found = resolve(host, index, key);
    needsDisk ||= found.needsDisk !== false;
    if ('reason' in found) misses.push({ key: key.key, reason: found.reason, candidates: found.candidates });
    else answers.push(...found.owners.map((owner) => answerOf(key.key, owner)));
  }
  return { answers, misses, needsDisk };
}

type Found = (
  | { readonly owners: readonly (PathOwner | Subject)[] }
  | { readonly reason: string; readonly candidates: WhoseMiss['candidates'] }
) & { readonly needsDisk?: boolean };

function resolve(host: WhoseHost, index: SubjectIndex, { key, path }: WhoseKey): Found {
  const root = path === null ? null : host.view.rootAt(path.path);
  const owner = path === null || root === null ? null : ownerOfPath(host, index, root, path);
  const { subjects, only, settled } = readByForm(host, index, key);
  const named = numberOf(key) !== null && subjects.size > 0 ? [] : index.exact(key);
  const others = new Set([...named, ...subjects].filter((subject) => subject !== owner?.subject));
  const owners = [...(owner === null ? [] : [owner]), ...others];
  const needsDisk = root !== null || !(settled && [...others].every(({ kind }) => LIVE_KINDS.includes(kind)));
  if (owners.length > 0) return { owners, needsDisk };
  if (only !== null && root === null) return { reason: only.miss, candidates: [], needsDisk: false };
  if (key.length >= SHORTEST_PREFIX) {
    const prefixed = index.prefixed(key);
    if (prefixed.length === 1) return { owners: prefixed };
    if (prefixed.length > 1) return ambiguous(prefixed);
  }
  return byDirectoryName(host, index, key) ?? { reason: whyNot(host, key, path, root), candidates: [] };
}

/** What the form of a key says, beside its words. */
interface ReadByForm {
  readonly subjects: ReadonlySet<Subject>;
  /** A reading that leaves no other. */
  readonly only: KeyReading | null;
  /** Nothing on a disk is asked for as well. */
  readonly settled: boolean;
}

function readByForm(host: WhoseHost, index: SubjectIndex, key: string): ReadByForm {
  const live = liveOf(host);
  const lookup = { live, named: (word: string) => index.exact(word) };
  const readings = readingsOf(key).map((reading) => ({ reading, found: reading.find(lookup) }));
  const hits = readings.filter(({ found }) => found.length > 0);
  const only = readings.find(({ reading }) => reading.certainty === 'only')?.reading ?? null;
  const isShared = hits.some(({ reading }) => reading.shared?.(lookup) === true);
  return {
    subjects: new Set(hits.flatMap(({ found }) => found)),
    only,
    settled: only !== null || (hits.length > 0 && !isShared),
  };
}

/** Directories that no record names, such as BuildKit's without a record, by their name. */
function byDirectoryName(host: WhoseHost, index: SubjectIndex, key: string): Found | null {
  if (key === '' || key.includes('/')) return null;
  const named = (matches: (name: string) => boolean): Map<string, PathOwner> => {
    const owners = new Map<string, PathOwner>();
    for (const root of host.view.roots) {
      for (const group of host.groupsOf(root)) {
        if (!matches(group.slice(group.lastIndexOf('/') + 1))) continue;
        const at: KeyPath = { path: root.absolute(group), entry: 'unknown' };
        const owner = ownerOfPath(host, index, root, at);
        if (owner !== null) owners.set(`${owner.subject.kind} ${root.path} ${owner.subject.id}`, owner);
      }
    }
    return owners;
  };
  const exact = named((name) => name === key);
  if (exact.size > 0) return { owners: [...exact.values()] };
  if (key.length < SHORTEST_PREFIX) return null;
  const prefixed = [...named((name) => name.startsWith(key)).values()];
  if (prefixed.length === 0) return null;
  if (prefixed.length === 1) return { owners: prefixed };
  return ambiguous(prefixed.map(({ subject }) => subject));
}

function whyNot(host: WhoseHost, key: string, path: KeyPath | null, root: RootView | null): string {
  const tooShort =
    key.length < SHORTEST_PREFIX ? `; a prefix has at least ${SHORTEST_PREFIX} characters` : '';
  const readAs = readingsOf(key).flatMap(({ certainty, miss }) => (certainty === 'likely' ? [miss] : []));
  if (path === null) return [`no object of this host has this id or name${tooShort}`, ...readAs].join('; ');
  if (root !== null) return `there is nothing at ${path.path}`;
  const roots = host.view.roots.map((one) => one.path).join(', ');
  const below = roots === '' ? 'no root could be read here' : `it lies below no root (${roots})`;
  return key.startsWith('/') ? below : `no object has this id or name, and as a path ${below}`;
}

function answerOf(key: string, owner: PathOwner | Subject): WhoseAnswer {
  const subject = 'subject' in owner ? owner.subject : owner;
  const { kind, id, name, root } = subject;
  const answer = subject.answer();
  const file = 'subject' in owner ? owner.file : null;
  // A part of an object can be counted elsewhere than the object: the short link of a layer, a container's logs.
  const category = 'subject' in owner && kind !== 'area' ? owner.category : answer.category;
  return { key, kind, id, name, root, file, facts: [], ...answer, category };
}

function ambiguous(subjects: readonly Subject[]): Found {
  const candidates = subjects.map(({ kind, id, name }) => ({ kind, id, name }));
  return { reason: `it is the beginning of ${subjects.length} ids and names`, candidates };
}
