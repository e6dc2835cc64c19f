import { EndpointError } from './endpoint-error.js';

export const DEFAULT_SOCKET = '/var/run/docker.sock';

/** An engine's address, taken apart. */
export type HostAddress =
  | { readonly transport: 'unix'; readonly socketPath: string }
  | {
      readonly transport: 'tcp';
      /** `https` when the address itself says so; `tcp` leaves it to the TLS settings. */
      readonly scheme: 'tcp' | 'http' | 'https';
      readonly host: string;
      readonly port: number;
      /** Path in front of every request, such as `/engine`; empty for none. */
      readonly basePath: string;
    }
  | {
      readonly transport: 'ssh';
      readonly host: string;
      readonly port: number | null;
      readonly username: string | null;
      /** Socket on the other machine; `null` for that machine's own default. */
      readonly socketPath: string | null;
    };

const EXAMPLES = 'Use unix:///var/run/docker.sock, tcp://HOST:PORT or ssh://[USER@]HOST.';

function url(text: string, where: string, shown: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new EndpointError(where, `"${shown}" is not an address`, EXAMPLES);
  }
}

/** The host of a URL without the brackets of an IPv6 address. */
function hostname(address: URL): string {
  return address.hostname.replace(/^\[(.*)\]$/, '$1');
}

function parseTcp(scheme: 'tcp' | 'http' | 'https', rest: string, where: string): HostAddress {
  const shown = `${scheme}://${rest}`;
  // Only "special" schemes have their hosts checked by URL, and `:2375` stands for the port of this machine.
  const authority = rest === '' || rest.startsWith(':') || rest.startsWith('/') ? `localhost${rest}` : rest;
  const address = url(`http://${authority}`, where, shown);
  if (address.username !== '' || address.search !== '' || address.hash !== '') {
    throw new EndpointError(where, `"${shown}" has more than a host, a port and a path`, EXAMPLES);
  }
  // URL drops port 80, the default of http.
  const port = address.port === '' ? (/:0*80(\/|$)/.test(authority) ? 80 : 2375) : Number(address.port);
  if (port === 0) throw new EndpointError(where, `"${shown}" has port 0`, EXAMPLES);
  return {
    transport: 'tcp',
    scheme,
    host: hostname(address),
    port,
    basePath: address.pathname.replace(/\/+$/, ''),
  };
}

/** As `ParseURL` in `cli/connhelper/ssh/ssh.go` of the docker CLI. */
function parseSsh(rest: string, where: string): HostAddress {
  // A wrong address may hold a password: it is not shown.
  const address = url(`ssh://${rest}`, where, 'ssh://…');
  if (address.password !== '') {
    throw new EndpointError(where, 'a password in an ssh address is not supported', 'Use a key or an agent.');
  }
  if (address.hostname === '') throw new EndpointError(where, '"ssh://" names no host', EXAMPLES);
  if (address.search !== '' || address.hash !== '') {
    throw new EndpointError(where, 'the ssh address has a query or a fragment', EXAMPLES);
  }
  const username = decodeUser(address.username, where);
  if (address.hostname.startsWith('-') || username.startsWith('-')) {
    throw new EndpointError(where, 'the ssh host or user starts with "-"', EXAMPLES);
  }
  return {
    transport: 'ssh',
    host: hostname(address),
    port: address.port === '' ? null : Number(address.port),
    username: username || null,
    socketPath: address.pathname === '' || address.pathname === '/' ? null : address.pathname,
  };
}

function decodeUser(text: string, where: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new EndpointError(where, 'the ssh user is not properly encoded', EXAMPLES);
  }
}

/**
 * Takes the value of `--host`, `DOCKER_HOST` or a context apart, as `ParseHost` in `opts/hosts.go` of the docker CLI:
 * no scheme means tcp, a missing port 2375, an empty unix path the default socket. More than the CLI: http and https
 * are taken, and a bare path is refused instead of being sent to localhost.
 *
 * @param where where the value came from, for messages
 * @throws EndpointError
 */
export function parseHostAddress(value: string, where: string): HostAddress {
  const text = value.trim();
  const separator = text.indexOf('://');
  const scheme = separator < 0 ? null : text.slice(0, separator);
  const rest = separator < 0 ? text : text.slice(separator + 3);
  switch (scheme) {
    case 'unix':
      if (rest.includes('\0')) throw new EndpointError(where, 'the path has a NUL byte', EXAMPLES);
      return { transport: 'unix', socketPath: rest === '' ? DEFAULT_SOCKET : rest };
    case 'ssh':
      return parseSsh(rest, where);
    case 'tcp':
    case 'http':
    case 'https':
      return parseTcp(scheme, rest, where);
    case null:
      if (text === '') return { transport: 'unix', socketPath: DEFAULT_SOCKET };
      if (text.startsWith('/') || text.startsWith('unix:')) {
        throw new EndpointError(where, `"${text}" has no "unix://"`, EXAMPLES);
      }
      return parseTcp('tcp', text, where);
    default:
      throw new EndpointError(where, `"${scheme}://" is not supported`, EXAMPLES);
  }
}
