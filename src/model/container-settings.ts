/**
 * What a user set on a container, as `HostConfig` of the API and `hostconfig.json` have it. `null`: not set.
 * Source: Docker Engine, `api/types/container/hostconfig.go`.
 */
export interface ContainerLimits {
  /** `--cpus` × 10⁹. */
  readonly nanoCpus: number | null;
  readonly cpuQuotaMicros: number | null;
  readonly cpuPeriodMicros: number | null;
  readonly cpuShares: number | null;
  readonly cpusetCpus: string | null;
  readonly cpusetMems: string | null;
  readonly memoryBytes: number | null;
  /** Memory and swap together; -1: no limit. */
  readonly memorySwapBytes: number | null;
  readonly memoryReservationBytes: number | null;
  readonly pidsLimit: number | null;
  readonly blockIoWeight: number | null;
  readonly deviceRates: readonly DeviceRate[];
  readonly oomKillDisable: boolean;
  readonly cgroupParent: string | null;
}

/** A limit of `--device-read-bps` and the like. */
export interface DeviceRate {
  readonly path: string;
  readonly what: 'read-bytes' | 'write-bytes' | 'read-operations' | 'write-operations';
  readonly perSecond: number;
}

/** How far a container is apart from the host. Modes as written: `host`, `container:<id>`, `private`, `shareable`, …. */
export interface ContainerIsolation {
  readonly privileged: boolean;
  readonly pidMode: string | null;
  readonly networkMode: string | null;
  readonly ipcMode: string | null;
  readonly utsMode: string | null;
  readonly userNamespaceMode: string | null;
  readonly cgroupNamespaceMode: string | null;
  readonly addedCapabilities: readonly string[];
  readonly securityOptions: readonly string[];
}

/** A container's place in one network. Empty texts of the engine are `null`. */
export interface ContainerEndpoint {
  readonly networkName: string;
  readonly networkId: string | null;
  readonly endpointId: string | null;
  /** Address without prefix length; `null` while the container does not run. */
  readonly ipv4Address: string | null;
  readonly ipv4PrefixLength: number | null;
  readonly ipv6Address: string | null;
  readonly ipv6PrefixLength: number | null;
  readonly gateway: string | null;
  readonly macAddress: string | null;
  readonly aliases: readonly string[];
  /** What the embedded DNS answers for, where the engine says so itself (API 1.44); else `null`. */
  readonly dnsNames: readonly string[] | null;
  /** `container:alias` of `--link`. */
  readonly links: readonly string[];
}

/** A published port, or one that is exposed only (`hostPort` null). */
export interface ContainerPort {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** `0.0.0.0` and `::`: every address. */
  readonly hostAddress: string | null;
  readonly hostPort: number | null;
}

/** A container's networks and ports, from `NetworkSettings` of the API or of `config.v2.json`. */
export interface ContainerNetworking {
  readonly hostname: string | null;
  readonly endpoints: readonly ContainerEndpoint[];
  readonly ports: readonly ContainerPort[];
  /** File that keeps its network namespace, `/var/run/docker/netns/…`; `null` when it does not run. */
  readonly sandboxKey: string | null;
}

/** All of it. */
export interface ContainerSettings {
  readonly limits: ContainerLimits;
  readonly isolation: ContainerIsolation;
  readonly networking: ContainerNetworking;
}
