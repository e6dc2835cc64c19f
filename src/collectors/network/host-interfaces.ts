import { readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { HostInterface } from '../../model/host-network.js';
import { readKernelNumber, readKernelText } from './small-reads.js';

function masterOf(directory: string): string | null {
  try {
    return basename(readlinkSync(join(directory, 'master')));
  } catch {
    return null;
  }
}

function line(path: string): string | null {
  return readKernelText(path, 256)?.trim() || null;
}

/**
 * The interfaces of the network namespace that this sysfs was mounted in, ascending by index. One that goes meanwhile
 * is left out. Source: kernel, Documentation/ABI/testing/sysfs-class-net.
 * @returns `null` when they cannot be listed
 */
export function readHostInterfaces(sysRoot: string): HostInterface[] | null {
  const parent = join(sysRoot, 'class/net');
  let names: string[];
  try {
    names = readdirSync(parent);
  } catch {
    return null;
  }
  return names
    .flatMap((name): HostInterface[] => {
      const directory = join(parent, name);
      // Beside interfaces there may be files, such as `bonding_masters`.
      const index = readKernelNumber(join(directory, 'ifindex'));
      if (index === null) return [];
      return [
        {
          name,
          index,
          peerIndex: readKernelNumber(join(directory, 'iflink')),
          master: masterOf(directory),
          macAddress: line(join(directory, 'address')),
          state: line(join(directory, 'operstate')),
        },
      ];
    })
    .sort((a, b) => a.index - b.index);
}
