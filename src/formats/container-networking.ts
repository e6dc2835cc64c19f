import type { ContainerEndpoint, ContainerNetworking, ContainerPort } from '../model/container-settings.js';
import { asArray, asCount, asObject, asText, asTexts, type JsonObject } from './json-access.js';

const HIGHEST_PORT = 65_535;

function portNumber(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= HIGHEST_PORT ? port : null;
}

/** `80/tcp`; a port without a protocol is of TCP. */
function containerPort(key: string): Pick<ContainerPort, 'containerPort' | 'protocol'> | null {
  const [number = '', protocol = 'tcp'] = key.split('/');
  const port = portNumber(number);
  if (port === null || (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp')) return null;
  return { containerPort: port, protocol };
}

/** `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "443/tcp": null}`: a port without a binding is exposed only. */
function portsOf(bindings: JsonObject): ContainerPort[] {
  return Object.entries(bindings).flatMap(([key, value]): ContainerPort[] => {
    const port = containerPort(key);
    if (port === null) return [];
    const published = asArray(value).flatMap((entry) => {
      const binding = asObject(entry);
      // Empty or a range: the engine chooses when the container starts.
      const hostPort = portNumber(asText(binding?.['HostPort']) ?? '');
      // An empty address is every address.
      return hostPort === null
        ? []
        : [{ ...port, hostAddress: asText(binding?.['HostIp']) ?? '0.0.0.0', hostPort }];
    });
    return published.length > 0 ? published : [{ ...port, hostAddress: null, hostPort: null }];
  });
}

function byPort(left: ContainerPort, right: ContainerPort): number {
  const [one, other] = [left, right].map(({ containerPort: port, protocol, hostAddress, hostPort }) =>
    [String(port).padStart(5, '0'), protocol, String(hostPort).padStart(5, '0'), hostAddress].join(' '),
  );
  return (one ?? '') < (other ?? '') ? -1 : one === other ? 0 : 1;
}

/** Ports as they are while it runs, as asked for while it does not. */
function readPorts(settings: JsonObject, config: JsonObject, hostConfig: JsonObject): ContainerPort[] {
  const now = portsOf(asObject(settings['Ports']) ?? {});
  if (now.length > 0) return now.sort(byPort);
  const asked = {
    ...asObject(config['ExposedPorts']),
    ...asObject(hostConfig['PortBindings']),
  };
  return portsOf(asked).sort(byPort);
}

function endpoint(networkName: string, value: unknown): ContainerEndpoint {
  const settings = asObject(value) ?? {};
  return {
    networkName,
    networkId: asText(settings['NetworkID']),
    endpointId: asText(settings['EndpointID']),
    ipv4Address: asText(settings['IPAddress']),
    ipv4PrefixLength: asCount(settings['IPPrefixLen']) || null,
    ipv6Address: asText(settings['GlobalIPv6Address']),
    ipv6PrefixLength: asCount(settings['GlobalIPv6PrefixLen']) || null,
    gateway: asText(settings['Gateway']),
    macAddress: asText(settings['MacAddress']),
    aliases: asTexts(settings['Aliases']),
    dnsNames: Array.isArray(settings['DNSNames']) ? asTexts(settings['DNSNames']) : null,
    links: asTexts(settings['Links']),
  };
}

/**
 * A container's networks and ports, of the API's answer and of `config.v2.json` alike.
 * Source: Docker Engine, `api/types/container/network_settings.go`, `api/types/network/endpoint.go`.
 */
export function readNetworking(container: JsonObject, hostConfig: JsonObject): ContainerNetworking {
  const config = asObject(container['Config']) ?? {};
  const settings = asObject(container['NetworkSettings']) ?? {};
  return {
    hostname: asText(config['Hostname']),
    endpoints: Object.entries(asObject(settings['Networks']) ?? {}).map(([name, value]) =>
      endpoint(name, value),
    ),
    ports: readPorts(settings, config, hostConfig),
    sandboxKey: asText(settings['SandboxKey']),
  };
}
