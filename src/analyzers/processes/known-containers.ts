import type { HostContainer } from '../merge-records.js';

/** A port that a proxy forwards; `NaN` and `null` where its command line does not say. */
export interface ForwardedPort {
  readonly port: number;
  readonly hostPort: number;
  readonly protocol: string | null;
}

/** The containers that engine and disks have records of, as processes refer to them. */
export class KnownContainers {
  readonly #byId = new Map<string, HostContainer>();
  readonly #byPid = new Map<number, string>();
  readonly #byAddress = new Map<string, HostContainer[]>();

  constructor(containers: readonly HostContainer[]) {
    for (const container of containers) {
      const { id } = container.record;
      // A copy of a data root has the same ids: what runs is the one that the engine tells of.
      const other = this.#byId.get(id);
      if (other !== undefined && (other.statusSource === 'engine' || container.statusSource === 'disk'))
        continue;
      this.#byId.set(id, container);
    }
    for (const container of this.#byId.values()) {
      const { pid, id } = container.record;
      if (pid !== null && pid > 0) this.#byPid.set(pid, id);
      for (const { ipv4Address, ipv6Address } of container.record.settings?.networking.endpoints ?? []) {
        for (const address of [ipv4Address, ipv6Address]) {
          if (address === null) continue;
          const there = this.#byAddress.get(address) ?? [];
          if (!there.includes(container)) there.push(container);
          this.#byAddress.set(address, there);
        }
      }
    }
  }

  /** The container of this id that runs, or could: of several records of one id the engine's. */
  get(id: string): HostContainer | undefined {
    return this.#byId.get(id);
  }

  /** Id of the container that was started with this pid, which another process may have by now. */
  startedAs(pid: number): string | null {
    return this.#byPid.get(pid) ?? null;
  }

  /**
   * The container with an address; of several (engines side by side use the same ranges) the one that publishes the
   * port; `null` when that leaves none, or more than one.
   */
  at(address: string, { port, hostPort, protocol }: ForwardedPort): HostContainer | null {
    const there = this.#byAddress.get(address) ?? [];
    if (there.length <= 1) return there[0] ?? null;
    const publishing = there.filter(({ record }) =>
      record.settings?.networking.ports.some(
        (one) => one.containerPort === port && one.hostPort === hostPort && one.protocol === protocol,
      ),
    );
    return publishing.length === 1 ? (publishing[0] ?? null) : null;
  }
}
