import type { MountInfo } from '../../formats/mountinfo.js';
import type { ProcessCoverage } from '../../model/holdings.js';
import { hidesProcesses } from './visible-processes.js';

/** Counts processes that could be looked at, and those that could not. */
export class ProcessCount {
  readonly #seen = new Set<number>();
  readonly #denied = new Set<number>();
  readonly #unreadable: ReadonlySet<number>;

  /** @param unreadable processes of which something else could not be read */
  constructor(unreadable: ReadonlySet<number>) {
    this.#unreadable = unreadable;
  }

  /** Notes how a look at a process ended; one that is gone is not counted. */
  see(pid: number, state: 'read' | 'gone' | 'denied'): void {
    if (state === 'gone') return;
    this.#seen.add(pid);
    if (state === 'denied') this.#denied.add(pid);
  }

  /** @param own the mounts of bilge's own namespace: without them nothing can be placed */
  async coverage(procRoot: string, own: readonly MountInfo[]): Promise<ProcessCoverage> {
    const unreadable = [...this.#seen].filter((pid) => this.#denied.has(pid) || this.#unreadable.has(pid));
    const hidden = await hidesProcesses(procRoot, own);
    const complete = unreadable.length === 0 && !hidden && own.length > 0 && this.#seen.size > 0;
    return { complete, processes: this.#seen.size, unreadable: unreadable.length, hidden };
  }
}
