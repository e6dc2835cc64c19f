import { z } from 'zod';
import type { ContainerMount } from '../../../model/container.js';
import { filledText, flag, textMap } from './lenient.js';

const mount = z
  .object({
    Type: filledText,
    Name: filledText,
    Source: filledText,
    Destination: z.string().min(1),
    Driver: filledText,
    RW: flag,
  })
  .transform((entry): ContainerMount => {
    const type = mountType(entry.Type);
    return {
      type,
      source: type === 'tmpfs' ? null : entry.Source,
      destination: entry.Destination,
      volumeName: type === 'volume' ? entry.Name : null,
      volumeDriver: type === 'volume' ? entry.Driver : null,
      readOnly: entry.RW === false,
    };
  });

function mountType(type: string | null): ContainerMount['type'] {
  return type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other';
}

/** The `Mounts` of a container; entries that are none are left out. */
export const mounts = z
  .array(z.unknown())
  .catch([])
  .transform((entries) =>
    entries.flatMap((entry) => {
      const parsed = mount.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    }),
  );

/** `HostConfig.Tmpfs` (`--tmpfs`), which Docker does not repeat in `Mounts`. */
export const tmpfsMounts = textMap.transform((entries) =>
  Object.entries(entries).map(([destination, options]): ContainerMount => ({
    type: 'tmpfs',
    source: null,
    destination,
    volumeName: null,
    volumeDriver: null,
    readOnly: options.split(',').includes('ro'),
  })),
);

/** All mounts of a container, each destination once. */
export function allMounts(
  named: readonly ContainerMount[],
  tmpfs: readonly ContainerMount[],
): ContainerMount[] {
  const taken = new Set(named.map((entry) => entry.destination));
  return [...named, ...tmpfs.filter((entry) => !taken.has(entry.destination))];
}
