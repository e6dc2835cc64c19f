import { z } from 'zod';
import type { ObjectNow, RemovalOutcome } from '../../../model/removal-engine.js';
import { filledText, parseList } from '../answers/lenient.js';
import type { ChangeAnswer } from '../connection.js';
import { RequestError } from '../request-error.js';
import { isDigest, nextToUntag, splitTag } from './image-names.js';
import { isThere, lookAtImage } from './look.js';
import { ABSENT, isDone, outcomeOf, refused, REMOVED } from './outcome.js';
import { pathOf, type Talk } from './talk.js';

type ImageNow = Extract<ObjectNow, { readonly kind: 'image' }>;

/** Without `noprune` the untagged parents of an image go with it. */
function deleteImage(talk: Talk, nameOrId: string): Promise<ChangeAnswer> {
  return talk.change('DELETE', `/images/${pathOf(nameOrId)}`, { force: '0', noprune: '1' });
}

const step = z.object({ Untagged: filledText.optional(), Deleted: filledText.optional() });

/** References that a deletion took away. */
function untagged({ body }: ChangeAnswer): string[] {
  return parseList(step, body).items.flatMap(({ Untagged }) => (Untagged ? [Untagged] : []));
}

/** What keeps an image, as far as the engine would not say so itself: it knows of no images that are mounted (28.5). */
function keeper({ containers, children }: ImageNow): string | null {
  const [container] = containers;
  if (container !== undefined) return `container ${container.slice(0, 12)} uses it`;
  const [child] = children;
  return child === undefined ? null : `image ${child.replace('sha256:', '').slice(0, 12)} was built on it`;
}

/** What is taken from an image before it goes. */
interface Taken {
  readonly id: string;
  readonly references: Set<string>;
}

/** Gives references back. @returns those that could not be */
async function giveBack(talk: Talk, { id, references }: Taken): Promise<string[]> {
  const lost: string[] = [];
  for (const reference of references) {
    // It was not taken after all, or somebody gave the name to another image meanwhile.
    if ((await talk.imageNames(reference)) !== null) continue;
    if (isDigest(reference)) {
      lost.push(reference);
      continue;
    }
    const answer = await talk.change('POST', `/images/${id}/tag`, splitTag(reference));
    if (!isDone(answer)) lost.push(reference);
  }
  return lost;
}

function listed(names: Iterable<string>): string {
  const list = [...names];
  return `the name${list.length === 1 ? '' : 's'} ${list.join(', ')}`;
}

async function refusedAndGivenBack(talk: Talk, taken: Taken, reason: string): Promise<RemovalOutcome> {
  const lost = await giveBack(talk.untilDone(), taken);
  return refused(lost.length === 0 ? reason : `${reason}; the image has lost ${listed(lost)}`);
}

/** A failure that also says which names are gone. */
function withNames(error: unknown, names: Iterable<string>): RequestError {
  if (!(error instanceof RequestError)) throw error;
  const { failure, message, status } = error;
  const isSome = [...names].length > 0;
  return new RequestError(
    failure,
    isSome ? `${message}, and the image has lost ${listed(names)}` : message,
    status,
  );
}

/** Takes one reference. @returns the engine's refusal, `null` when it is gone or means another image now */
async function untag(talk: Talk, taken: Taken, reference: string): Promise<string | null> {
  // The name may have been given to another image since.
  if ((await talk.imageNames(reference))?.id !== taken.id) return null;
  taken.references.add(reference);
  const answer = await deleteImage(talk, reference);
  if (!isDone(answer)) return answer.status === 404 ? null : (answer.message ?? '');
  // Digests of the same repository go with its last tag.
  for (const name of untagged(answer)) taken.references.add(name);
  return null;
}

/**
 * Takes all references but those that go with the image itself. @returns why one does not go, `null` when the image is
 * ready to be removed or not there any more
 */
async function untagOthers(talk: Talk, taken: Taken): Promise<string | null> {
  const tried = new Set<string>();
  for (;;) {
    // Between two steps the caller can cancel.
    const names = await talk.imageNames(taken.id);
    const reference = names === null ? null : nextToUntag(names.references);
    if (reference === null) return null;
    if (tried.has(reference)) return `its name ${reference} cannot be taken from it`;
    tried.add(reference);
    const refusal = await untag(talk.untilDone(), taken, reference);
    if (refusal !== null) return refusal;
  }
}

/** `untagOthers`; when it breaks off on the way, what can be given back is given back. */
async function untagOthersOrGiveBack(talk: Talk, taken: Taken): Promise<string | null> {
  try {
    return await untagOthers(talk, taken);
  } catch (error) {
    throw withNames(error, await giveBack(talk.untilDone(), taken).catch(() => taken.references));
  }
}

/** The containerd store also wants the digest gone that stands beside a tag of the same name: they go with the tag. */
async function deleteLast(talk: Talk, id: string): Promise<ChangeAnswer> {
  const byId = await deleteImage(talk, id);
  if (byId.status !== 409) return byId;
  const names = await talk.imageNames(id);
  const tags = names?.references.filter((reference) => !isDigest(reference)) ?? [];
  const [tag, ...others] = tags;
  if (tag === undefined || others.length > 0 || (await talk.imageNames(tag))?.id !== id) return byId;
  return deleteImage(talk, tag);
}

/** An answer can say that an image was deleted which is still there without a name: the containerd store, for parents. */
async function conclude(talk: Talk, taken: Taken, answer: ChangeAnswer): Promise<RemovalOutcome> {
  const key = { kind: 'image', id: taken.id } as const;
  const outcome = await outcomeOf(talk, key, answer);
  if (outcome.outcome === 'removed') {
    if (!(await isThere(talk, key))) return REMOVED;
    for (const name of untagged(answer)) taken.references.add(name);
    return refusedAndGivenBack(talk, taken, 'the engine took its name and kept the image');
  }
  if (outcome.outcome === 'refused') return refusedAndGivenBack(talk, taken, outcome.message);
  return taken.references.size > 0 ? REMOVED : ABSENT;
}

/**
 * Removes an image and all of its names, and no other image.
 * @throws RequestError
 */
export async function removeImage(talk: Talk, id: string, seen: ImageNow): Promise<RemovalOutcome> {
  const kept = keeper(seen);
  if (kept !== null) return refused(kept);
  const taken: Taken = { id, references: new Set() };
  const answer = await deleteImage(talk, id);
  if (answer.status !== 409) return conclude(talk, taken, answer);
  const refusal = answer.message ?? '';
  const names = await talk.imageNames(id);
  if (names === null) return ABSENT;
  if (names.references.length < 2) return refused(refusal);
  // Several names are a reason to refuse that hides others: nothing is taken from an image that stays.
  const now = await lookAtImage(talk, id);
  if (now === null) return ABSENT;
  const keptNow = keeper(now);
  if (keptNow !== null) return refused(keptNow);
  const stopped = await untagOthersOrGiveBack(talk, taken);
  if (stopped !== null) return refusedAndGivenBack(talk, taken, stopped);
  try {
    return await conclude(talk, taken, await deleteLast(talk, id));
  } catch (error) {
    throw withNames(error, taken.references);
  }
}
