/** One address range of a network. */
interface NetworkSubnet {
  readonly subnet: string;
  readonly gateway: string | null;
}

/** What a network's own record says of one endpoint; what the container's says is in `ContainerEndpoint`. */
export interface NetworkEndpointRecord {
  readonly endpointId: string;
  /** `null` where only the endpoint is recorded, without its sandbox. */
  readonly containerId: string | null;
  readonly name: string | null;
  readonly ipv4Address: string | null;
  readonly ipv6Address: string | null;
  readonly macAddress: string | null;
  /** What the embedded DNS answers for; `null` where it does not in that network, or the record does not say. */
  readonly dnsNames: readonly string[] | null;
}

/** A network as the engine or `network/files/local-kv.db` records it. */
export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly enableIpv6: boolean;
  readonly createdAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  readonly ipamDriver: string | null;
  readonly subnets: readonly NetworkSubnet[];
  /** `null` where the record does not list them: lists of the API do not. */
  readonly endpoints: readonly NetworkEndpointRecord[] | null;
}

/** A range that the engine takes subnets from by itself, and how long their prefixes are. */
export interface AddressPool {
  readonly base: string;
  readonly size: number;
}
