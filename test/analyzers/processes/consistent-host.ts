import * as fc from 'fast-check';
import type { ProcessRecord } from '../../../src/model/process.js';
import { aContainer } from '../records.js';
import { aProcess, aShim, ENDED, HOST_NAMESPACES, inGroupOf } from './table.js';

/** How one process came to be: from which one, and what it did on the way. */
interface Step {
  readonly from: number;
  readonly how: 'fork' | 'unshare' | 'exec' | 'zombie';
  /** It was moved out of its container's control group. */
  readonly moved: boolean;
}

/** One container, with its pid mode. */
interface Spec {
  readonly mode: 'own' | 'host' | 'shared';
  readonly steps: readonly Step[];
}

export interface ConsistentHost {
  readonly containers: readonly ReturnType<typeof aContainer>[];
  readonly processes: readonly ProcessRecord[];
  /** The container of each process, by pid; the host's are not in it. */
  readonly truth: ReadonlyMap<number, string>;
}

const step: fc.Arbitrary<Step> = fc.record({
  from: fc.nat(),
  how: fc.constantFrom('fork', 'fork', 'unshare', 'exec', 'zombie'),
  moved: fc.boolean(),
});

const spec: fc.Arbitrary<Spec> = fc.record({
  mode: fc.constantFrom('own', 'own', 'host', 'shared'),
  steps: fc.array(step, { maxLength: 12 }),
});

/**
 * A host whose containers fork, unshare pid namespaces, get processes exec'ed into them, and leave zombies. What leaves
 * its control group does so in a pid namespace of its own container: else nothing tells whose it is.
 */
export const consistentHost: fc.Arbitrary<ConsistentHost> = fc.array(spec, { maxLength: 5 }).map(build);

function build(specs: readonly Spec[]): ConsistentHost {
  const processes: ProcessRecord[] = [];
  const truth = new Map<number, string>();
  let next = 10;
  let inode = 5000;
  let firstInit: ProcessRecord | null = null;
  const containers = specs.map((_, index) => aContainer(`c${index}`, { status: 'running' }));
  for (const [index, { mode, steps }] of specs.entries()) {
    const id = containers[index]?.id ?? '';
    const shim = aShim(next++, id);
    const own: ProcessRecord[] = [];
    const add = (fields: Partial<ProcessRecord>, parent: ProcessRecord): void => {
      const pid = next++;
      const inside = (fields.nsPids ?? []).slice(1);
      const nsPids = [pid, ...inside.map((one) => (one === 1 ? 1 : pid))];
      const record = aProcess(pid, { parentPid: parent.pid, ...inGroupOf(id), ...fields, nsPids });
      own.push(record);
      truth.set(pid, id);
    };
    const host = firstInit;
    if (mode === 'host') add({ nsPids: [0] }, shim);
    else if (mode === 'shared' && host !== null) add({ nsPids: [0, 0], namespaces: host.namespaces }, shim);
    else add({ nsPids: [0, 1], namespaces: { ...HOST_NAMESPACES, pid: inode++ } }, shim);
    const init = own[0];
    if (init === undefined) continue;
    const ownNamespace = init.nsPids.length > 1 && init.nsPids.at(-1) === 1;
    if (ownNamespace) firstInit ??= init;
    for (const { from, how, moved } of steps) {
      const living = own.filter(({ state }) => state !== 'zombie');
      const parent = how === 'exec' ? init : (living[from % living.length] ?? init);
      const deep = parent.nsPids.length;
      const out = moved && (ownNamespace || how === 'unshare') ? OUT : {};
      const same = { nsPids: parent.nsPids.map(() => 0), namespaces: parent.namespaces };
      if (how === 'fork') add({ ...same, ...(ownNamespace ? out : {}) }, parent);
      if (how === 'exec') add({ ...same, ...(ownNamespace ? out : {}) }, shim);
      if (how === 'zombie') add({ ...same, ...ENDED }, parent);
      if (how === 'unshare') {
        const nsPids = [...Array.from({ length: deep }, () => 0), 1];
        add({ nsPids, namespaces: { ...HOST_NAMESPACES, pid: inode++ }, ...out }, parent);
      }
    }
    processes.push(shim, ...own);
  }
  return { containers, processes: withOthers(processes, next), truth };
}

const OUT = { cgroups: { unified: '/moved', legacy: new Map() }, container: null };

/** Processes that are nobody's: of the host, and of a pid namespace made by hand. */
function withOthers(processes: readonly ProcessRecord[], next: number): ProcessRecord[] {
  const foreign = { ...HOST_NAMESPACES, pid: 9000 };
  return [
    ...processes,
    aProcess(next),
    aProcess(next + 1, ENDED),
    aProcess(next + 2, { parentPid: next, nsPids: [next + 2, 1], namespaces: foreign }),
    aProcess(next + 3, { parentPid: next + 2, nsPids: [next + 3, 2], ...ENDED }),
  ];
}
