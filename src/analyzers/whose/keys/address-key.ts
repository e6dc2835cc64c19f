import { hardwareAddress, ipAddress } from '../live/ip-address.js';
import { addressesInSubnets, addressWord } from '../subjects/addresses.js';
import type { KeyReading } from './key-reader.js';

/** An address: IPv4, IPv6 (also in brackets, or with a prefix length), or a MAC. */
export function addressKey(key: string): KeyReading | null {
  const address = ipAddress(key);
  const any = address ?? hardwareAddress(key);
  if (any === null) return null;
  return {
    certainty: 'only',
    find: ({ named, live }) => {
      const found = named(addressWord(any));
      return found.length > 0 || address === null ? found : addressesInSubnets(live.host, address);
    },
    miss:
      address === null
        ? `no endpoint or interface that is known has the hardware address ${any}`
        : `no endpoint has the address ${any}, and no network that is known has it in a subnet`,
  };
}
