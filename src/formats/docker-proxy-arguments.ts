import { parseAddress } from '../model/address.js';

/** What one userland proxy of the engine passes on. */
export interface DockerProxyArguments {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly containerAddress: string;
  readonly containerPort: number;
}

const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const;

function port(text: string | undefined): number | null {
  const value = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  return value > 0 && value < 65_536 ? value : null;
}

/**
 * Reads the arguments of `docker-proxy`, `argv[0]` included: `-proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip
 * 172.17.0.2 -container-port 80`, each also as `-flag=value` (Go's `flag`). `null` where one of them is missing.
 * Source: Docker Engine, `cmd/docker-proxy/main_linux.go`.
 */
export function parseDockerProxyArguments(words: readonly string[]): DockerProxyArguments | null {
  const given = new Map<string, string>();
  for (let i = 1; i < words.length; i++) {
    const [, flag, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(words[i] ?? '') ?? [];
    if (flag === undefined) continue;
    // `-use-listen-fd` alone takes no value.
    if (value !== undefined) given.set(flag, value);
    else if (!(words[i + 1] ?? '-').startsWith('-')) given.set(flag, words[++i] ?? '');
  }
  const protocol = PROTOCOLS.find((one) => one === (given.get('proto') ?? 'tcp'));
  const hostAddress = given.get('host-ip') ?? '';
  const containerAddress = given.get('container-ip') ?? '';
  const hostPort = port(given.get('host-port'));
  const containerPort = port(given.get('container-port'));
  if (protocol === undefined || hostPort === null || containerPort === null) return null;
  if (parseAddress(hostAddress) === null || parseAddress(containerAddress) === null) return null;
  return { protocol, hostAddress, hostPort, containerAddress, containerPort };
}
