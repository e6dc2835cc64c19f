import { DOCKER_NAMESPACES } from '../../model/containerd-layout.js';

/** One namespace of a containerd by what tells whose it is. */
export interface NamespaceNames {
  readonly name: string;
  readonly leases: readonly { readonly id: string }[];
  readonly containers: readonly { readonly id: string }[];
}

/** Docker uses this containerd, perhaps beside others. */
export function isDockers(namespaces: readonly NamespaceNames[]): boolean {
  return namespaces.some(({ name }) => DOCKER_NAMESPACES.includes(name));
}

/**
 * A containerd that knows a container of a data root belonged to its engine: with the containerd image store each
 * container has a lease of its id (moby, daemon/containerd/image_snapshot.go), with the others a record while it runs.
 */
export function sharesContainers(
  namespaces: readonly NamespaceNames[],
  containerIds: readonly string[],
): boolean {
  const known = new Set(containerIds);
  return namespaces.some(
    ({ name, leases, containers }) =>
      DOCKER_NAMESPACES.includes(name) && [...leases, ...containers].some(({ id }) => known.has(id)),
  );
}
