import type { ContainerReport, NetworkReport, Report } from '../../../report/types.js';

/** What network and container both say of an endpoint. */
type OwnEndpoint = Omit<NetworkReport['endpoints'][number], 'containerId' | 'containerName' | 'running'>;

/** A place of a container in a network. */
export interface EndpointPlace extends OwnEndpoint {
  /** `null` for an endpoint without a container. */
  readonly container: { readonly id: string; readonly name: string | null } | null;
  readonly networkId: string | null;
  readonly networkName: string;
  readonly gateway: string | null;
}

/** Every endpoint of the report once: those of the networks, then what only a container says of itself. */
export function endpointPlaces({ networks, containers }: Report): EndpointPlace[] {
  const gateways = new Map<string, string | null>();
  for (const { id, endpoints } of containers) {
    for (const one of endpoints) gateways.set(placeKey(id, one.networkId, one.networkName), one.gateway);
  }
  const found = networks.flatMap(({ id, name, endpoints }) =>
    endpoints.map((endpoint): EndpointPlace => {
      const { containerId, containerName } = endpoint;
      const container = containerId === null ? null : { id: containerId, name: containerName };
      const gateway = containerId === null ? null : (gateways.get(placeKey(containerId, id, name)) ?? null);
      return { ...endpoint, container, networkId: id, networkName: name, gateway };
    }),
  );
  const known = new Set(
    found.flatMap(({ container, networkId, networkName }) => {
      const id = container?.id ?? '';
      return [placeKey(id, networkId, networkName), placeKey(id, null, networkName)];
    }),
  );
  return [...found, ...containers.flatMap((container) => ownPlaces(container, known))];
}

function ownPlaces({ id, name, endpoints }: ContainerReport, known: Set<string>): EndpointPlace[] {
  return endpoints.flatMap((endpoint): EndpointPlace[] => {
    const key = placeKey(id, endpoint.networkId, endpoint.networkName);
    if (known.has(key)) return [];
    known.add(key);
    return [{ ...endpoint, container: { id, name } }];
  });
}

function placeKey(containerId: string, networkId: string | null, networkName: string): string {
  return JSON.stringify([containerId, networkId ?? networkName]);
}
