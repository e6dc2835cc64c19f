import type { NetworkReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';

/** Every network of the engine, or of the data root where no engine was asked. */
export function reportNetworks(view: HostView): NetworkReport[] {
  const networks = view.engine?.networks ?? view.primary?.inventory.records.networks ?? [];
  return networks.map((network) => ({
    ...network,
    root: null,
    predefined: ['bridge', 'host', 'none'].includes(network.name),
    labels: { ...network.labels },
    options: { ...network.options },
    subnets: network.subnets.map((subnet) => ({ ...subnet })),
    hostInterface: null,
    hostInterfaceUp: null,
    endpoints: [],
    used: false,
    overlaps: [],
    unmeasuredReason: null,
  }));
}
