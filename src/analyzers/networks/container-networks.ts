import type { ContainerReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import { NetworkView } from './network-view.js';
import { reportPorts } from './ports.js';

/** Network mode, endpoints and ports of a container. */
export function reportContainerNetworks(
  view: HostView,
  container: HostContainer,
): Pick<ContainerReport, 'networkMode' | 'endpoints' | 'ports'> {
  const mode = container.record.settings?.isolation.networkMode ?? null;
  return {
    // Up to 25 a container that was not told has `default`, which is the network `bridge` on Linux.
    networkMode: mode === 'default' ? 'bridge' : mode,
    endpoints: NetworkView.of(view)
      .endpointsOf(container)
      .map(({ report }) => report),
    ports: reportPorts(view, container),
  };
}
