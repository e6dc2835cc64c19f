import { NAMESPACE_KINDS, type NamespaceKind, type ProcessRecord } from '../../model/process.js';
import type { ContainerReport } from '../../report/types.js';
import type { ProcessMap } from '../processes/process-map.js';

type NamespaceReport = ContainerReport['namespaces'][number];

/** The namespaces of all containers that run, joined once. */
export class NamespaceIndex {
  readonly #map: ProcessMap;
  /** Ids of the containers whose first process is in a namespace, by its kind and inode. */
  readonly #members = new Map<string, string[]>();

  constructor(map: ProcessMap) {
    this.#map = map;
    for (const [containerId, init] of map.inits) {
      if (init.state === 'zombie') continue;
      for (const kind of NAMESPACE_KINDS) {
        const inode = init.namespaces?.[kind];
        if (inode === undefined || inode === this.#own(kind)) continue;
        const members = this.#members.get(`${kind} ${inode}`) ?? [];
        members.push(containerId);
        this.#members.set(`${kind} ${inode}`, members);
      }
    }
    for (const members of this.#members.values()) members.sort();
  }

  /**
   * The namespaces that a container's first process is in; empty when it does not run, or is not seen: one that has
   * ended, and that nobody has waited for, keeps its pid and user namespace alone. A kind that the kernel does not have
   * is left out.
   */
  of(containerId: string): NamespaceReport[] {
    const init = this.#map.inits.get(containerId);
    if (init === undefined || init.state === 'zombie') return [];
    return NAMESPACE_KINDS.filter((kind) => this.#exists(kind, init)).map((kind) =>
      this.#report(kind, init.namespaces?.[kind], containerId),
    );
  }

  #report(kind: NamespaceKind, inode: number | undefined, containerId: string): NamespaceReport {
    if (inode === undefined) return { kind, inode: null, host: null, sharedWith: [] };
    const members = this.#members.get(`${kind} ${inode}`) ?? [];
    return {
      kind,
      inode,
      host: this.#isHost(kind, inode),
      sharedWith: members.filter((id) => id !== containerId),
    };
  }

  /** Where bilge runs in a container, the namespaces of the first process that it sees are not the host's. */
  #isHost(kind: NamespaceKind, inode: number): boolean | null {
    const own = this.#own(kind);
    return own === undefined || this.#map.table.partial ? null : inode === own;
  }

  #own(kind: NamespaceKind): number | undefined {
    return this.#map.table.hostNamespaces?.[kind];
  }

  #exists(kind: NamespaceKind, init: ProcessRecord): boolean {
    if (init.namespaces === null || init.namespaces[kind] !== undefined) return true;
    const { hostNamespaces } = this.#map.table;
    return hostNamespaces === null || hostNamespaces[kind] !== undefined;
  }
}
