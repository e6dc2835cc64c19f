import type { NetworkRecord } from '../../model/network.js';
import type { HostView } from '../host-view.js';
import type { RootView } from '../root-view.js';

/** A network as disk and engine together know it. */
export interface HostNetworkRecord {
  readonly record: NetworkRecord;
  /** Data root that has it in its database; `null` when only the engine told. */
  readonly root: RootView | null;
  /** Data root of its engine; `null` where that cannot be read here. Containers are joined within it. */
  readonly engine: RootView | null;
}

/**
 * The networks of every engine of this host. Of the engine that was asked they are as it lists them, with the endpoints
 * that its database has; of the others as their databases record them.
 */
export function knownNetworks({ engine, primary, roots }: HostView): HostNetworkRecord[] {
  const asked = engine?.networks ?? null;
  const known: HostNetworkRecord[] = [];
  for (const root of roots) {
    if (root.inventory.kind !== 'data-root' || (root === primary && asked !== null)) continue;
    for (const record of root.inventory.records.networks ?? []) known.push({ record, root, engine: root });
  }
  const onDisk = new Map((primary?.inventory.records.networks ?? []).map((record) => [record.id, record]));
  for (const told of asked ?? []) {
    const recorded = onDisk.get(told.id);
    known.push({
      record: { ...told, endpoints: told.endpoints ?? recorded?.endpoints ?? null },
      root: recorded === undefined ? null : primary,
      engine: primary,
    });
  }
  return known.sort(
    (left, right) =>
      compare(left.record.name, right.record.name) ||
      compare(left.engine?.path ?? '', right.engine?.path ?? '') ||
      compare(left.record.id, right.record.id),
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether any engine's or disk's list of networks is known. */
export function networksKnown({ engine, primary }: HostView): boolean {
  return (engine?.networks ?? primary?.inventory.records.networks ?? null) !== null;
}

const PREDEFINED = ['bridge', 'host', 'none'];

/** The engine makes these itself, and they have no names for the embedded DNS. */
export function isPredefined({ name }: Pick<NetworkRecord, 'name'>): boolean {
  return PREDEFINED.includes(name);
}

const BRIDGE_NAME = 'com.docker.network.bridge.name';

/**
 * The bridge of a network on the host; `null` for other drivers. Source: libnetwork, `drivers/bridge`
 * (`parseNetworkOptions`): `br-` and the first 12 digits of the id.
 */
export function bridgeOf({ driver, name, id, options }: NetworkRecord): string | null {
  if (driver !== 'bridge') return null;
  return options[BRIDGE_NAME] ?? (name === 'bridge' ? 'docker0' : `br-${id.slice(0, 12)}`);
}
