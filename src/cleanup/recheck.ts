import type { ObjectNow } from '../model/removal-engine.js';
import { isRunningStatus } from '../report/container-state.js';
import type { PlanObject } from '../report/types.js';

/**
 * Why an object is not removed although it is in the plan; `null` when it is as the plan knew it, and nobody uses it.
 * @param wasTouched this run has removed a record that stood on it, which BuildKit counts as a use of it (BuildKit,
 * cache/refs.go, `updateLastUsed`).
 */
export function whyNot(object: PlanObject, now: ObjectNow, wasTouched = false): string | null {
  const { seen } = object;
  switch (now.kind) {
    case 'image':
      return (
        renamed(seen.references, now.references) ??
        held('container', now.containers, 'was made from it') ??
        held('image', now.children, 'was built on it')
      );
    case 'container':
      if (isRunningStatus(now.status)) return `it is ${now.status} now`;
      if (differs(seen.startedAt, now.startedAt) || differs(seen.finishedAt, now.finishedAt))
        return 'it ran since the plan was made';
      return seen.status !== null && seen.status !== now.status
        ? `it was ${seen.status} and is ${now.status} now`
        : null;
    case 'volume':
      if (differs(seen.createdAt, now.createdAt)) return 'it is another volume of the same name';
      return held('container', now.containers, 'mounts it');
    case 'build-cache':
      if (now.inUse === true) return 'a build uses it now';
      if (
        !wasTouched &&
        (differs(seen.lastUsedAt, now.lastUsedAt) || counted(seen.usageCount, now.usageCount))
      )
        return 'a build used it since the plan was made';
      return held('record', now.children, 'stands on it');
    case 'network':
      if (differs(seen.createdAt, now.createdAt)) return 'it is another network of the same name';
      return held('container', now.containers, 'is configured for it');
  }
}

function held(what: string, ids: readonly string[], how: string): string | null {
  const [first] = ids;
  if (first === undefined) return null;
  const more = ids.length === 1 ? '' : ` (and ${ids.length - 1} more)`;
  return `${what} ${first.replace(/^sha256:/, '').slice(0, 12)}${more} ${how}`;
}

function isTag(reference: string): boolean {
  return !reference.includes('@');
}

/** Digests are left out: containerd's store makes them up from the names, and the engine from the registry. */
function renamed(seen: readonly string[] | null, now: readonly string[]): string | null {
  if (seen === null) return null;
  const [before, after] = [seen.filter(isTag), now.filter(isTag)];
  const gained = after.find((reference) => !before.includes(reference));
  if (gained !== undefined) return `it gained the name ${gained}`;
  const lost = before.find((reference) => !after.includes(reference));
  return lost === undefined ? null : `it lost the name ${lost}`;
}

/** Engines and disks write the same moment with more or fewer digits. */
function differs(seen: string | null, now: string | null): boolean {
  const [before, after] = [Date.parse(seen ?? ''), Date.parse(now ?? '')];
  return !Number.isNaN(before) && !Number.isNaN(after) && Math.abs(before - after) >= 1000;
}

function counted(seen: number | null, now: number | null): boolean {
  return seen !== null && now !== null && seen !== now;
}
