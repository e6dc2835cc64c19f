import type { ContainerMount } from '../../model/container.js';
import type { ContainerIsolation } from '../../model/container-settings.js';
import type { NamespaceKind } from '../../model/process.js';
import type { ContainerReport } from '../../report/types.js';

export type Risk = ContainerReport['risks'][number];

/** What the rules look at: one container as it is set, and as it runs. */
export interface RiskSubject {
  /** `null` where only a list told of it: rules about settings are silent then. */
  readonly isolation: ContainerIsolation | null;
  readonly mounts: readonly ContainerMount[];
  /** Of its first process; empty when it does not run, or is not seen. */
  readonly namespaces: ContainerReport['namespaces'];
  /** Data roots of the engines of this host. */
  readonly dataRoots: readonly string[];
  /** Sockets of engines, as absolute paths. */
  readonly engineSockets: readonly string[];
  /** The engine maps the users of containers to others, unless told not to. */
  readonly usersRemapped: boolean;
  /** A container's name, or its id where it has none. */
  readonly nameOf: (containerId: string) => string;
}

/** One question about one container: what it finds, or nothing. */
export type RiskRule = (subject: RiskSubject) => readonly Risk[];

/** The mode set for a namespace, `null` when none is, or none is known. */
export function modeOf({ isolation }: RiskSubject, kind: NamespaceKind): string | null {
  if (isolation === null) return null;
  switch (kind) {
    case 'pid':
      return isolation.pidMode;
    case 'net':
      return isolation.networkMode;
    case 'ipc':
      return isolation.ipcMode;
    case 'uts':
      return isolation.utsMode;
    case 'user':
      return isolation.userNamespaceMode;
    case 'cgroup':
      return isolation.cgroupNamespaceMode;
    default:
      return null;
  }
}

/** A namespace of it as it runs; `undefined` where it was not seen. */
export function seen(
  { namespaces }: RiskSubject,
  kind: NamespaceKind,
): ContainerReport['namespaces'][number] | undefined {
  return namespaces.find((one) => one.kind === kind && one.inode !== null);
}
