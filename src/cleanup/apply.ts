import { ExpectedError } from '../model/expected-error.js';
import { ObjectKeyError } from '../model/object-key-error.js';
import type { ObjectKey, RemovalEngine, RemovalOutcome } from '../model/removal-engine.js';
import type { CleanupResult, PlanObject, RemovalRecord } from '../report/types.js';
import { whyNot } from './recheck.js';

/** How to go through a plan. */
export interface ApplyOptions {
  /** Aborted: the run ends before the next object. A removal that is under way is waited for. */
  readonly signal?: AbortSignal | undefined;
  /** Why an object must not be tried, known before the engine was asked; `null` when nothing is known. */
  readonly preSkip?: ((object: PlanObject) => string | null) | undefined;
  /** Called for every object as soon as it is known what became of it. */
  readonly onRecord?: ((record: RemovalRecord, index: number) => void | Promise<void>) | undefined;
  /** Called before each object. */
  readonly onObject?: ((object: PlanObject, index: number) => void) | undefined;
  readonly now?: (() => Date) | undefined;
}

export type Applied = Pick<CleanupResult, 'startedAt' | 'endedAt' | 'ended' | 'objects'>;

type Outcome = Pick<RemovalRecord, 'outcome' | 'message'>;

/**
 * Removes the objects of a plan one after the other, in their order, and nothing else: each is looked at just before and
 * left where it has changed, is in use, or is protected by now. Whatever happens on the way is in the result.
 */
export async function applyPlan(
  objects: readonly PlanObject[],
  engine: RemovalEngine,
  options: ApplyOptions = {},
): Promise<Applied> {
  const { signal, now = () => new Date() } = options;
  const startedAt = now().toISOString();
  const records: RemovalRecord[] = [];
  const touched = new Set<string>();
  let ended: Applied['ended'] = 'complete';
  for (const [index, object] of objects.entries()) {
    if (ended === 'complete' && signal?.aborted === true) ended = 'interrupted';
    if (ended === 'complete') options.onObject?.(object, index);
    const result = ended === 'complete' ? await applyOne(object, engine, options, touched) : notTried(ended);
    if ('lost' in result) ended = 'engine-lost';
    const { outcome, message } = result;
    const { kind, id, name, addsBytes } = object;
    const at = now().toISOString();
    const record: RemovalRecord = { at, kind, id, name, outcome, message, predictedBytes: addsBytes };
    records.push(record);
    await options.onRecord?.(record, index);
  }
  return { startedAt, endedAt: now().toISOString(), ended, objects: records };
}

/** What there is to say of an end: why the engine refused, or what it removed that nobody asked for. */
function messageOf(result: RemovalOutcome): string | null {
  if (result.outcome === 'refused') return result.message;
  const beside = result.outcome === 'removed' ? (result.beside ?? []) : [];
  return beside.length === 0 ? null : `the engine removed ${beside.join(', ')} as well`;
}

function notTried(ended: 'interrupted' | 'engine-lost'): Outcome {
  const message = ended === 'interrupted' ? 'the run was interrupted before' : 'the engine was lost before';
  return { outcome: 'not-tried', message };
}

async function applyOne(
  object: PlanObject,
  engine: RemovalEngine,
  { preSkip }: ApplyOptions,
  touched: Set<string>,
): Promise<Outcome & { readonly lost?: true }> {
  const reason = preSkip?.(object) ?? null;
  if (reason !== null) return { outcome: 'skipped', message: reason };
  const key: ObjectKey = { kind: object.kind, id: object.id };
  let tried = false;
  try {
    const now = await engine.look(key);
    if (now === null) return { outcome: 'absent', message: 'it was gone already' };
    const why = whyNot(object, now, touched.has(object.id));
    if (why !== null) return { outcome: 'skipped', message: why };
    tried = true;
    const result = await engine.remove(key, now);
    if (now.kind === 'build-cache') for (const parent of now.parents) touched.add(parent);
    return { outcome: result.outcome, message: messageOf(result) };
  } catch (error) {
    // The engine is well: it was not asked, because that could have meant another object.
    if (error instanceof ObjectKeyError) return { outcome: 'skipped', message: error.message };
    if (!(error instanceof ExpectedError)) throw error;
    return { outcome: tried ? 'unknown' : 'not-tried', message: error.message, lost: true };
  }
}
