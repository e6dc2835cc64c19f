import { setTimeout as delay } from 'node:timers/promises';
import type { ControlGroupReadings } from '../../model/cgroup.js';
import type { Inventory } from '../../model/inventory.js';
import type { Problem } from '../../model/problem.js';
import type { ProcessTable } from '../../model/process.js';
import { joinReadings } from '../cgroup/control-groups.js';
import type { LivePart, LiveSources } from './live-sources.js';

/** What a look at the kernel gives an inventory. */
export type LiveState = Pick<Inventory, 'processes' | 'controlGroups' | 'hostNetwork'> & {
  readonly problems: readonly Problem[];
};

export const NOTHING_SEEN: LiveState = {
  processes: null,
  controlGroups: null,
  hostNetwork: null,
  problems: [],
};

/** Rates over less than this say more about the moment than about the container. */
const LEAST_INTERVAL_MS = 250;

export interface LookOptions {
  readonly parts: readonly LivePart[];
  /**
   * Milliseconds between the two readings of control groups, which are waited for; 0: one reading, no rates.
   * `undefined`: a second one where enough time has gone by anyway.
   */
  readonly intervalMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called when there is more to see. */
  readonly onChange?: (() => void) | undefined;
}

/**
 * A look at what runs on this machine, beside everything else that is collected: the processes first, then with them
 * control groups and networks. Problems that two readings of one source have are told once.
 */
export class LiveLook {
  readonly #sources: LiveSources;
  readonly #options: LookOptions;
  readonly #begun: Promise<void>;
  #state: LiveState = NOTHING_SEEN;
  #first: { readonly readings: ControlGroupReadings; readonly atMs: number } | null = null;

  constructor(sources: LiveSources, options: LookOptions) {
    this.#sources = sources;
    this.#options = options;
    this.#begun = options.parts.length === 0 ? Promise.resolve() : this.#unlessCancelled(this.#begin());
    // Waited for later, or never where the processes turn out to be nobody's that was asked for.
    this.#begun.catch(() => undefined);
  }

  /** What has been seen so far. */
  get soFar(): LiveState {
    return this.#state;
  }

  /** Everything but the second reading. */
  first(): Promise<void> {
    return this.#begun;
  }

  /** Everything that was asked for, rates included. Cancelled, it is what was seen by then. */
  async whole(): Promise<LiveState> {
    await this.#begun;
    const { processes } = this.#state;
    if (processes !== null && this.#first !== null && (await this.#isTime(this.#first.atMs)))
      await this.#unlessCancelled(this.#readAgain(processes, this.#first.readings));
    return this.#state;
  }

  /** What the signal ends is no failure: what was seen before stays. */
  async #unlessCancelled(reading: Promise<void>): Promise<void> {
    try {
      await reading;
    } catch (error) {
      if (this.#options.signal?.aborted !== true) throw error;
    }
  }

  async #begin(): Promise<void> {
    const { signal } = this.#options;
    const { value: table, problems } = await this.#sources.processTable(signal);
    this.#add({ processes: table }, problems);
    if (table === null) return;
    await Promise.all([this.#readControl(table), this.#readNetwork(table)]);
  }

  async #readControl(table: ProcessTable): Promise<void> {
    if (!this.#options.parts.includes('control')) return;
    const { value, problems } = await this.#sources.controlGroups(table, this.#options.signal);
    this.#first = value === null ? null : { readings: value, atMs: performance.now() };
    this.#add({ controlGroups: value === null ? null : joinReadings(value, null) }, problems);
  }

  async #readNetwork(table: ProcessTable): Promise<void> {
    if (!this.#options.parts.includes('networks')) return;
    const { value, problems } = await this.#sources.hostNetwork(table, this.#options.signal);
    this.#add({ hostNetwork: value }, problems);
  }

  /** Waits until a second reading is due; false where there shall be none. */
  async #isTime(firstMs: number): Promise<boolean> {
    const { intervalMs, signal } = this.#options;
    const passed = performance.now() - firstMs;
    if (intervalMs === undefined) return passed >= LEAST_INTERVAL_MS;
    if (intervalMs === 0) return false;
    const wait = Math.max(0, intervalMs - passed);
    return delay(wait, true, signal === undefined ? {} : { signal }).catch(() => false);
  }

  async #readAgain(table: ProcessTable, first: ControlGroupReadings): Promise<void> {
    const { value, problems } = await this.#sources.controlGroups(table, this.#options.signal);
    if (value !== null) this.#add({ controlGroups: joinReadings(first, value) }, problems);
  }

  #add(seen: Partial<LiveState>, problems: readonly Problem[]): void {
    const known = this.#state.problems;
    const added = problems.filter(
      (problem) => !known.some(({ code, path }) => code === problem.code && path === problem.path),
    );
    this.#state = { ...this.#state, ...seen, problems: [...known, ...added] };
    this.#options.onChange?.();
  }
}
