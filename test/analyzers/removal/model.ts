import { analyze } from '../../../src/analyzers/analyze.js';
import { HostView } from '../../../src/analyzers/host-view.js';
import { HostHolders } from '../../../src/analyzers/removal/host-holders.js';
import { buildRemovalModel, type RemovalModel } from '../../../src/analyzers/removal/removal-model.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { Report } from '../../../src/report/types.js';

export interface ModelledHost {
  readonly holders: HostHolders;
  readonly model: RemovalModel;
  readonly report: Report;
}

/** The arithmetic over a host, with what it was made from. */
export function modelOf(inventory: Inventory): ModelledHost {
  const view = new HostView(inventory);
  const report = analyze(inventory, '0.0.0');
  const holders = new HostHolders(view, report);
  return { holders, model: buildRemovalModel(holders, report), report };
}

/** The positions whose bit is set. */
export function subset(count: number, bits: readonly boolean[]): number[] {
  return Array.from({ length: count }, (_none, position) => position).filter(
    (position) => bits[position % Math.max(1, bits.length)] === true,
  );
}
