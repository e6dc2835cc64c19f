import type { EngineInventory } from '../../src/model/engine.js';
import type { Inventory, RootInventory } from '../../src/model/inventory.js';
import { sumUsage } from '../../src/model/usage.js';
import type { WalkGroup } from '../../src/model/walk.js';
import type { HostBuilder } from './host-builder.js';

/** One root with the stores of several builders, as a change of the driver leaves them. */
export function rootOfStores(
  builders: readonly HostBuilder[],
  fields: Partial<RootInventory> = {},
): RootInventory {
  const [first] = builders.flatMap((builder) => builder.inventory().roots);
  if (first?.walk == null) throw new Error('a root needs a store');
  const groups = [
    ...new Map(
      builders.flatMap((builder) =>
        [...builder.groups.values()].map((one): [string, WalkGroup] => [one.path, one]),
      ),
    ).values(),
  ];
  const all = builders.map((builder) => builder.records());
  const records = {
    ...first.records,
    stores: all.flatMap(({ stores }) => stores),
    containers: all.flatMap(({ containers }) => containers),
    volumes: all.flatMap(({ volumes }) => volumes),
  };
  const walk = { ...first.walk, groups, total: sumUsage(groups) };
  return { ...first, records, earlierRecords: records, walk, ...fields };
}

/** A host with these roots, the engine's own first. */
export function hostOfRoots(
  builder: HostBuilder,
  roots: readonly RootInventory[],
  engine: EngineInventory | null = null,
): Inventory {
  return { ...builder.inventory({ engine }), roots };
}
