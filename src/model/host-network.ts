/** An interface of the host's network namespace, `/sys/class/net`. */
export interface HostInterface {
  readonly name: string;
  readonly index: number;
  /** Index of the other end (`iflink`), in its own namespace; the same as `index` where there is no other end. */
  readonly peerIndex: number | null;
  /** Interface it is a port of: the bridge of a veth. */
  readonly master: string | null;
  readonly macAddress: string | null;
  /** `up`, `down`, …; `null` when it could not be read. */
  readonly state: string | null;
}

/** A socket that waits for connections or datagrams; `/proc/net/{tcp,tcp6,udp,udp6}`. */
export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` and `::`: every address. */
  readonly address: string;
  readonly port: number;
  readonly inode: number;
  /** Who has it open, as far as it was looked for: the proxies of engines, the engine; `null`: someone else, or not seen. */
  readonly pid: number | null;
}

/** What `/proc` shows of one container's network namespace. */
export interface ContainerNetwork {
  /** Inode of the namespace. */
  readonly namespace: number;
  /** Its interfaces: name and index inside. `peerIndex`, where it could be read, is the index of the other end outside. */
  readonly interfaces: readonly {
    readonly name: string;
    readonly index: number;
    readonly peerIndex: number | null;
    /** Destinations that it reaches without a gateway, as `address/length`: they tell the network it belongs to. */
    readonly subnets: readonly string[];
  }[];
}

/** The host's side of the containers' networks. */
export interface HostNetwork {
  /** `null`: they cannot be seen from where bilge runs. */
  readonly interfaces: readonly HostInterface[] | null;
  /** `null`: they could not be read. */
  readonly listening: readonly ListeningSocket[] | null;
  /**
   * Destinations of the host's routes that need no gateway, as `address/length`: engines keep networks from those alone
   * (libnetwork, `netutils`).
   */
  readonly routes: readonly string[];
  /** The host's name servers: engines keep networks from their addresses too. */
  readonly nameServers: readonly string[];
  /** By container id. */
  readonly containers: ReadonlyMap<string, ContainerNetwork>;
}
