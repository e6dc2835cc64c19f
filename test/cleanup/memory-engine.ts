import { ExpectedError } from '../../src/model/expected-error.js';
import type { ObjectKey, ObjectNow, RemovalEngine, RemovalOutcome } from '../../src/model/removal-engine.js';
import type { PlanObject } from '../../src/report/types.js';

/** What the engine does when it comes to an object. */
export interface Doing {
  readonly look?: 'absent' | 'changed' | 'lost' | 'bug' | undefined;
  readonly remove?: RemovalOutcome | 'lost' | undefined;
  /** Happens while it is looked at, or removed. */
  readonly during?: (step: 'look' | 'remove') => void;
}

export interface MemoryEngine {
  readonly engine: RemovalEngine;
  /** `look kind id` and `remove kind id`, as they were asked. */
  readonly asked: readonly string[];
  /** Ids of what was removed. */
  readonly removed: readonly string[];
}

const NOW: Readonly<Record<PlanObject['kind'], ObjectNow>> = {
  container: { kind: 'container', name: null, status: 'exited', startedAt: null, finishedAt: null },
  image: { kind: 'image', references: [], containers: [], children: [] },
  'build-cache': {
    kind: 'build-cache',
    inUse: false,
    lastUsedAt: null,
    usageCount: null,
    parents: [],
    children: [],
  },
  volume: { kind: 'volume', driver: 'local', createdAt: null, containers: [] },
  network: { kind: 'network', name: 'net', createdAt: null, containers: [] },
};

/** The same object, in use by now. */
const CHANGED: Readonly<Record<PlanObject['kind'], ObjectNow>> = {
  container: { kind: 'container', name: null, status: 'running', startedAt: null, finishedAt: null },
  image: { kind: 'image', references: [], containers: ['a container'], children: [] },
  'build-cache': {
    kind: 'build-cache',
    inUse: true,
    lastUsedAt: null,
    usageCount: null,
    parents: [],
    children: [],
  },
  volume: { kind: 'volume', driver: 'local', createdAt: null, containers: ['a container'] },
  network: { kind: 'network', name: 'net', createdAt: null, containers: ['a container'] },
};

/** An engine in memory: it has every object, unless it is told otherwise by id. */
export function memoryEngine(doings: ReadonlyMap<string, Doing> = new Map()): MemoryEngine {
  const asked: string[] = [];
  const removed: string[] = [];
  const note = (step: 'look' | 'remove', { kind, id }: ObjectKey): Doing => {
    asked.push(`${step} ${kind} ${id}`);
    const doing = doings.get(id) ?? {};
    doing.during?.(step);
    return doing;
  };
  return {
    asked,
    removed,
    engine: {
      async look(key) {
        const { look } = note('look', key);
        if (look === 'lost') throw new ExpectedError('the engine did not answer.');
        if (look === 'bug') throw new TypeError('a bug');
        if (look === 'absent') return null;
        return look === 'changed' ? CHANGED[key.kind] : NOW[key.kind];
      },
      async remove(key, now) {
        const { remove = { outcome: 'removed' } } = note('remove', key);
        if (remove === 'lost') throw new ExpectedError('the engine was lost while it removed.');
        if (now.kind !== key.kind) throw new TypeError('seen as another kind');
        if (remove.outcome === 'removed') removed.push(key.id);
        return remove;
      },
      close: () => {},
    },
  };
}
