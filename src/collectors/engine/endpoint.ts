import { join } from 'node:path';
import { configDirectory, currentContext, loadContext } from './endpoint-context.js';
import { EndpointError } from './endpoint-error.js';
import type { EndpointSources } from './endpoint-sources.js';
import { environmentTls, type EndpointTls } from './endpoint-tls.js';
import { DEFAULT_SOCKET, type HostAddress, parseHostAddress } from './host-address.js';

/** Where an engine is, and how that was found out. */
export interface Endpoint {
  /** As the reader would type it: `unix:///var/run/docker.sock`, `tcp://host:2375`, `ssh://user@host`. */
  readonly url: string;
  /** What decided: `--host`, `DOCKER_HOST`, `context prod`, `default socket`, `rootless socket`. */
  readonly source: string;
  readonly transport: 'unix' | 'tcp' | 'ssh';
  readonly address: HostAddress;
  /** Set for unix sockets. */
  readonly socketPath: string | null;
  /** Set for tcp with TLS. */
  readonly tls: EndpointTls | null;
  /**
   * The engine's disk and processes are this machine's. True for unix sockets only: a tcp port of this machine is
   * often the near end of a tunnel.
   */
  readonly local: boolean;
  /** Configuration that could not be used and was passed over, as sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** The options of the command line beside what the environment says. */
export interface EndpointOptions extends EndpointSources {
  readonly host?: string | undefined;
  readonly context?: string | undefined;
}

interface Found {
  readonly source: string;
  /** Called for tcp alone: no other address needs the files to be there. */
  readonly tls: () => EndpointTls | null;
  readonly warnings?: readonly string[];
}

function urlOf(address: HostAddress, encrypted: boolean): string {
  if (address.transport === 'unix') return `unix://${address.socketPath}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  if (address.transport === 'tcp') {
    const scheme = address.scheme === 'tcp' ? 'tcp' : encrypted ? 'https' : 'http';
    return `${scheme}://${host}:${address.port}${address.basePath}`;
  }
  const user = address.username === null ? '' : `${encodeURIComponent(address.username)}@`;
  const port = address.port === null ? '' : `:${address.port}`;
  return `ssh://${user}${host}${port}${address.socketPath ?? ''}`;
}

function endpoint(address: HostAddress, found: Found): Endpoint {
  const secure = address.transport === 'tcp' && address.scheme === 'https';
  const noFiles: EndpointTls | null = secure ? { ca: null, cert: null, key: null, verify: true } : null;
  const tls = address.transport === 'tcp' ? (found.tls() ?? noFiles) : null;
  return {
    url: urlOf(address, tls !== null),
    source: found.source,
    transport: address.transport,
    address,
    socketPath: address.transport === 'unix' ? address.socketPath : null,
    tls,
    local: address.transport === 'unix',
    warnings: found.warnings ?? [],
  };
}

/** The default context: DOCKER_HOST, else the local socket, else the user's rootless one. */
function defaultEndpoint(sources: EndpointSources, warnings: readonly string[]): Endpoint {
  const tls = () => environmentTls(sources, configDirectory(sources));
  const host = sources.env['DOCKER_HOST'];
  if (host) return endpoint(parseHostAddress(host, 'DOCKER_HOST'), { source: 'DOCKER_HOST', tls, warnings });
  if (tls() !== null) {
    // Without a host the CLI goes to the TLS port of this machine (`opts/hosts.go`, `DefaultTLSHost`).
    const source = 'default TLS port';
    return endpoint(parseHostAddress('tcp://localhost:2376', source), { source, tls, warnings });
  }
  const runtime = sources.env['XDG_RUNTIME_DIR'];
  const rootless = runtime ? join(runtime, 'docker.sock') : null;
  if (rootless !== null && !sources.root && !sources.exists(DEFAULT_SOCKET) && sources.exists(rootless)) {
    const address: HostAddress = { transport: 'unix', socketPath: rootless };
    return endpoint(address, { source: 'rootless socket', tls: () => null, warnings });
  }
  const address: HostAddress = { transport: 'unix', socketPath: DEFAULT_SOCKET };
  return endpoint(address, { source: 'default socket', tls: () => null, warnings });
}

function namedContext(sources: EndpointSources, name: string, where: string): Endpoint {
  if (name === 'default') return defaultEndpoint(sources, []);
  const context = loadContext(sources, name, where);
  const address = parseHostAddress(context.host, `context ${name}`);
  return endpoint(address, { source: `context ${name}`, tls: () => context.tls });
}

/**
 * Finds the engine's endpoint as the docker CLI does (`cli/command/cli.go`, `resolveContextName`): `--host`, then
 * `--context`, DOCKER_HOST, DOCKER_CONTEXT, `currentContext` of `config.json`, then the default socket; the context
 * `default` stands for DOCKER_HOST or the default socket. More than the CLI: without the default socket, a user who
 * is not root gets the rootless one.
 * @throws EndpointError both options given, an address that is none, a context that is missing or damaged
 */
export function resolveEndpoint(options: EndpointOptions): Endpoint {
  const { host, context, env } = options;
  if (host && context) {
    throw new EndpointError('--host and --context', 'both are given', 'Give only one of them.');
  }
  if (host) {
    const tls = () => environmentTls(options, configDirectory(options));
    return endpoint(parseHostAddress(host, '--host'), { source: '--host', tls });
  }
  if (context) return namedContext(options, context, '--context');
  if (env['DOCKER_HOST']) return defaultEndpoint(options, []);
  if (env['DOCKER_CONTEXT']) return namedContext(options, env['DOCKER_CONTEXT'], 'DOCKER_CONTEXT');
  const current = currentContext(options);
  if (current.name === null) return defaultEndpoint(options, current.warnings);
  return namedContext(options, current.name, join(configDirectory(options), 'config.json'));
}
