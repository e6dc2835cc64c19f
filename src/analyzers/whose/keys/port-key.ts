import { ipAddress } from '../live/ip-address.js';
import { EVERY_ADDRESS, type PortPlace, portWord } from '../live/port-words.js';
import { firstNamed, type KeyLookup, type KeyReading, numberOf } from './key-reader.js';

const PORT = /^(port:)?(?:(\[[^\]]*\]|[^:[\]]*):)?(\d+)(?:\/(tcp|udp|sctp))?$/;
const HIGHEST = 65_535;

/** A port: `5432`, `5432/tcp`, `:5432`, `port:5432`, `127.0.0.1:8080`, `[::1]:8080/udp`, `localhost:8080`. */
export function portKey(key: string): KeyReading | null {
  const [, qualifier, at, digits, protocol = null] = PORT.exec(key) ?? [];
  const port = numberOf(digits);
  if (port === null || port > HIGHEST) return null;
  const address = at === undefined || at === '' ? null : addressOf(at);
  // A name with a number is a process of a container.
  if (address === null && at !== undefined && at !== '') return null;
  const isBare = qualifier === undefined && at === undefined && protocol === null;
  const where = address === null ? '' : ` at ${address}`;
  return {
    certainty: isBare || at === 'localhost' ? 'likely' : 'only',
    find: (lookup) => findPort(lookup, port, address, protocol),
    miss: `no container has, and nothing seen on the host listens on, port ${port}${protocol === null ? '' : `/${protocol}`}${where}`,
  };
}

function addressOf(text: string): string | null {
  return text === 'localhost' ? '127.0.0.1' : ipAddress(text);
}

/** What is bound to the address itself; else to every address, unless it is a container's own. */
function findPort(lookup: KeyLookup, port: number, address: string | null, protocol: string | null) {
  const word = (place: PortPlace, at: string | null): string => portWord(place, port, at, protocol);
  if (address === null) return firstNamed(lookup, [word('host', null), word('inside', null)]);
  const ofContainer = lookup.live.endpoints.some(({ ipv4Address, ipv6Address }) =>
    [ipv4Address, ipv6Address].some((one) => one !== null && ipAddress(one) === address),
  );
  const every = ofContainer ? [] : EVERY_ADDRESS.filter((one) => one === '::' || !address.includes(':'));
  return firstNamed(lookup, [
    word('host', address),
    word('inside', address),
    ...every.map((one) => word('host', one)),
  ]);
}
