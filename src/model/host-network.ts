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
  /** Who has it open, as far as it was looked for: the proxies of engines, the engine, else nobody knows. */
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
  }[];
}

/** The host's side of the containers' networks. */
export interface HostNetwork {
  readonly interfaces: readonly HostInterface[];
  readonly listening: readonly ListeningSocket[];
  /** Destinations of the host's routes, as `address/length`; the default route is left out. */
  readonly routes: readonly string[];
  /** By container id. */
  readonly containers: ReadonlyMap<string, ContainerNetwork>;
}
