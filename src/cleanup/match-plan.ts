import type { CleanupBasis, CleanupCandidate } from '../model/cleanup-candidate.js';
import type { CleanupPlan, PlanObject } from '../report/types.js';

/** A plan held against the host as it is now. */
export interface MatchedPlan {
  /** Why an object must not be removed any more, as far as the host tells; `null`: the engine has to be asked. */
  readonly whyNot: (object: PlanObject) => string | null;
  /** Its position in the arithmetic; `undefined`: it is not there any more. */
  readonly positionOf: (object: PlanObject) => number | undefined;
}

/**
 * Finds the objects of a plan among what the host has now. What is protected by now, what something holds that stays,
 * and volumes and containers with other content than when the plan was made are not to be removed.
 */
export function matchPlan(basis: CleanupBasis): MatchedPlan {
  const { arithmetic, candidates } = basis;
  const positions = new Map<string, number>();
  for (const [position, object] of arithmetic.objects.entries()) {
    // Of the same image in several stores, the one that the engine shows is a candidate.
    for (const key of [keyOf(object), anywhere(object)])
      if (!positions.has(key) || candidates.has(position)) positions.set(key, position);
  }
  const kept = new Map(basis.protected.map((one) => [`${one.kind}\0${one.id}`, one.why]));
  // A root that the plan calls otherwise is no way around what stands against an object.
  const positionOf = (object: PlanObject): number | undefined =>
    positions.get(keyOf(object)) ?? positions.get(anywhere(object));
  return {
    positionOf,
    whyNot(object) {
      const why = kept.get(`${object.kind}\0${object.id}`);
      if (why !== undefined) return `it is protected: ${why}`;
      const position = positionOf(object);
      // What is gone, or what only the engine can tell of, is looked at by asking the engine.
      if (position === undefined) return null;
      const candidate = candidates.get(position);
      if (candidate === undefined)
        return arithmetic.objects[position]?.obstacle ?? 'something that stays holds it';
      return changed(object, candidate);
    },
  };
}

function keyOf({ kind, root, id }: Pick<PlanObject, 'kind' | 'root' | 'id'>): string {
  return `${kind}\0${root ?? ''}\0${id}`;
}

function anywhere({ kind, id }: Pick<PlanObject, 'kind' | 'id'>): string {
  return `${kind}\0${id}`;
}

/** Content is measured on the disk: only there a change of it can be seen. */
function changed({ seen }: PlanObject, { seen: now }: CleanupCandidate): string | null {
  const otherBytes =
    seen.allocatedBytes !== null && now.allocatedBytes !== null && seen.allocatedBytes !== now.allocatedBytes;
  const otherTime = seen.modifiedAt !== null && now.modifiedAt !== null && seen.modifiedAt !== now.modifiedAt;
  return otherBytes || otherTime ? 'its content changed since the plan was made' : null;
}

/**
 * Why a plan is not for the engine that answers now; `null` when it is. Volumes are known by their names alone, and two
 * hosts can have the same ones: whose engine it is has to be beyond doubt.
 */
export function foreignPlan(
  plan: CleanupPlan,
  { engine, host }: Pick<CleanupPlan, 'engine' | 'host'>,
): string | null {
  if (plan.sample) return 'it was made from the sample host';
  if (plan.engine === null) return 'it was made without an engine, so nobody knows which one it is for';
  if (engine === null) return 'no engine answers';
  const { endpoint, dataRoot, imageStore } = plan.engine;
  if (endpoint !== engine.endpoint)
    return `it is for the engine at ${endpoint ?? '?'}, and this one is at ${engine.endpoint ?? '?'}`;
  const isLocal = endpoint?.startsWith('unix:') === true;
  if (isLocal && plan.host !== null && host !== null && plan.host !== host)
    return `it was made on the host ${plan.host}, and this is ${host}`;
  if (dataRoot !== engine.dataRoot)
    return `it is for an engine with its data in ${dataRoot ?? '?'}, and this one has it in ${engine.dataRoot ?? '?'}`;
  return imageStore === engine.imageStore
    ? null
    : `it is for the ${imageStore ?? 'unknown'} image store, and the engine uses ${engine.imageStore ?? 'another one'} now`;
}
