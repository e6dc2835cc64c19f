import { type AddressRange, overlaps, parseRange } from '../../model/address.js';
import type { NetworkReport } from '../../report/types.js';
import type { HostNetworkRecord } from './known-networks.js';

interface Placed {
  readonly network: HostNetworkRecord;
  readonly subnet: string;
  readonly range: AddressRange;
}

/** Networks with addresses in common, by network; of all engines of the host, for they share its routes. */
export function overlapsOf(
  networks: readonly HostNetworkRecord[],
): ReadonlyMap<HostNetworkRecord, NetworkReport['overlaps']> {
  const placed: Placed[] = networks.flatMap((network) =>
    network.record.subnets.flatMap(({ subnet }) => {
      const range = parseRange(subnet);
      return range === null ? [] : [{ network, subnet, range }];
    }),
  );
  // By first address: what overlaps a range begins before its end.
  placed.sort((a, b) => (a.range.first < b.range.first ? -1 : a.range.first > b.range.first ? 1 : 0));
  const found = new Map<HostNetworkRecord, NetworkReport['overlaps']>();
  const note = (of: Placed, other: Placed): void => {
    const known = found.get(of.network) ?? [];
    found.set(of.network, known);
    const { id: networkId, name: networkName } = other.network.record;
    if (known.some((one) => one.networkId === networkId && one.subnet === other.subnet)) return;
    known.push({ networkId, networkName, subnet: other.subnet });
  };
  let open: Placed[] = [];
  for (const next of placed) {
    open = open.filter(({ range }) => range.last >= next.range.first);
    for (const other of open) {
      // A copy of a data root has the same networks.
      if (other.network.record.id === next.network.record.id || !overlaps(other.range, next.range)) continue;
      note(other, next);
      note(next, other);
    }
    open.push(next);
  }
  return found;
}
