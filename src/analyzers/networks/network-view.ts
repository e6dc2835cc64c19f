import type { ContainerEndpoint } from '../../model/container-settings.js';
import type { NetworkEndpointRecord } from '../../model/network.js';
import type { ContainerEndpointReport } from '../../report/types.js';
import type { HostView } from '../host-view.js';
import type { HostContainer } from '../merge-records.js';
import type { RootView } from '../root-view.js';
import { dnsNamesOf } from './dns-names.js';
import { interfacesOf, NO_INTERFACES } from './interfaces.js';
import { bridgeOf, type HostNetworkRecord, knownNetworks } from './known-networks.js';

/** A container's place in a network that is known. */
export interface JoinedEndpoint {
  readonly container: HostContainer;
  readonly report: ContainerEndpointReport;
}

const views = new WeakMap<HostView, NetworkView>();

/** Networks and containers joined once, for the reports of both. */
export class NetworkView {
  readonly networks: readonly HostNetworkRecord[];
  readonly #view: HostView;
  readonly #podman: boolean;
  readonly #recorded = new Map<string, NetworkEndpointRecord>();
  readonly #byContainer = new Map<HostContainer, JoinedEndpoint[]>();
  readonly #byNetwork = new Map<HostNetworkRecord, JoinedEndpoint[]>();

  private constructor(view: HostView) {
    this.#view = view;
    this.networks = knownNetworks(view);
    this.#podman = view.engine?.facts.product?.startsWith('Podman') === true;
    for (const { record } of this.networks) {
      for (const endpoint of record.endpoints ?? []) this.#recorded.set(endpoint.endpointId, endpoint);
    }
    const byEngine = Map.groupBy(this.networks, ({ engine }) => engine);
    for (const container of view.containers) {
      const networks = byEngine.get(this.engineOf(container)) ?? [];
      const endpoints = container.record.settings?.networking.endpoints ?? [];
      const joined = endpoints.map((endpoint): JoinedEndpoint => {
        const network = networkOf(networks, endpoint);
        const report = this.#reportOf(container, endpoint, network, endpoints.length === 1);
        const one = { container, report };
        if (network !== null) this.#byNetwork.set(network, [...(this.#byNetwork.get(network) ?? []), one]);
        return one;
      });
      this.#byContainer.set(container, joined);
    }
  }

  /** That of a host, made when it is first asked for. */
  static of(view: HostView): NetworkView {
    const known = views.get(view) ?? new NetworkView(view);
    views.set(view, known);
    return known;
  }

  /** Data root of the engine that a container belongs to; containers that only the engine told of are the asked one's. */
  engineOf({ root }: HostContainer): RootView | null {
    return root ?? this.#view.primary;
  }

  endpointsOf(container: HostContainer): readonly JoinedEndpoint[] {
    return this.#byContainer.get(container) ?? [];
  }

  endpointsIn(network: HostNetworkRecord): readonly JoinedEndpoint[] {
    return this.#byNetwork.get(network) ?? [];
  }

  #reportOf(
    container: HostContainer,
    endpoint: ContainerEndpoint,
    network: HostNetworkRecord | null,
    alone: boolean,
  ): ContainerEndpointReport {
    const record = network?.record ?? null;
    const recorded = this.#recorded.get(endpoint.endpointId ?? '') ?? null;
    const ipv4Address = endpoint.ipv4Address ?? recorded?.ipv4Address ?? null;
    const ipv6Address = endpoint.ipv6Address ?? recorded?.ipv6Address ?? null;
    const interfaces =
      record === null
        ? NO_INTERFACES
        : interfacesOf(this.#view.inventory.hostNetwork, container.record.id, {
            addresses: [ipv4Address, ipv6Address],
            bridge: bridgeOf(record),
            alone,
          });
    return {
      networkName: endpoint.networkName,
      networkId: record?.id ?? endpoint.networkId,
      endpointId: endpoint.endpointId,
      ipv4Address,
      ipv6Address,
      macAddress: endpoint.macAddress ?? recorded?.macAddress ?? null,
      gateway: endpoint.gateway,
      aliases: [...endpoint.aliases],
      dnsNames: dnsNamesOf(container, endpoint, record, recorded, this.#podman),
      ...interfaces,
    };
  }
}

/**
 * The network of an endpoint. The engine makes its own network `bridge` anew at each start, with another id, and finds
 * the networks of a container that starts by their names.
 */
function networkOf(
  networks: readonly HostNetworkRecord[],
  { networkId, networkName }: ContainerEndpoint,
): HostNetworkRecord | null {
  return (
    networks.find(({ record }) => record.id === networkId) ??
    networks.find(({ record }) => record.name === networkName) ??
    null
  );
}
