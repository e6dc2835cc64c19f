import { CONTAINERS } from '../model/data-root-layout.js';
import type { Inventory, RootInventory } from '../model/inventory.js';
import type { LayerGraph } from './store/layer-graph.js';
import { storesOf } from './store/stores-of.js';
import { UsageIndex } from './figures/usage-index.js';

/** Why there are no figures where what is live was collected alone. */
export const SIZES_NOT_ASKED = 'sizes were not asked for';

/** One root of the host with its walk and its stores. Paths are relative to it unless said otherwise. */
export class RootView {
  readonly inventory: RootInventory;
  readonly host: Inventory;
  readonly usage: UsageIndex;
  readonly graphs: readonly LayerGraph[];

  constructor(inventory: RootInventory, host: Inventory) {
    this.inventory = inventory;
    this.host = host;
    this.usage = new UsageIndex(inventory.walk);
    this.graphs = storesOf(inventory.records);
  }

  get path(): string {
    return this.inventory.path;
  }

  /** Absolute path of something below the root. */
  absolute(path: string): string {
    return path === '' ? this.path : `${this.path}/${path}`;
  }

  /** Figures of the walk exist, at least in part. */
  get measured(): boolean {
    return this.inventory.walk !== null && !this.#unreadable;
  }

  /** Why figures are missing or lower bounds for everything; `null` when the walk is whole. */
  get unmeasuredReason(): string | null {
    const { denied, walk, path } = this.inventory;
    if (this.host.scope === 'live') return SIZES_NOT_ASKED;
    if (denied || this.#unreadable) return `${path} may not be read by this user`;
    if (walk === null) return 'not measured yet';
    if (walk.state === 'running') return 'the scan is still running: figures are lower bounds';
    if (walk.state === 'cancelled') return 'the scan was cancelled: figures are lower bounds';
    return null;
  }

  /** The root itself could not be entered: what its walk says is nothing. */
  get #unreadable(): boolean {
    return (this.inventory.walk?.unreadable ?? []).some((entry) => entry.path === this.path);
  }

  /** Every container directory could be listed. */
  get containersListed(): boolean {
    return !this.inventory.records.unlisted.includes(CONTAINERS) && !this.inventory.denied;
  }
}
