import { realpath } from 'node:fs/promises';
import { type Location, locate, type MountTable, restBelow } from './mount-table.js';

/** Directories of bilge's own view by their location, to name what other namespaces show by other paths. */
export interface RootNames {
  /** The path of something strictly below a root, as the root names it; `null` when it lies elsewhere. */
  readonly nameOf: (location: Location | null) => string | null;
  /** Filesystems on which something below a root may lie. */
  readonly devices: ReadonlySet<string>;
}

interface Alias {
  readonly path: string;
  readonly location: Location;
  /** A root itself is not below a root; what is mounted inside is. */
  readonly strict: boolean;
}

/** Mounted below a root and not part of what is stored there. */
const NOT_STORAGE: ReadonlySet<string> = new Set([
  'overlay',
  'fuse.fuse-overlayfs',
  'tmpfs',
  'devtmpfs',
  'ramfs',
  'nsfs',
  'proc',
  'sysfs',
  'mqueue',
  'devpts',
  'cgroup',
  'cgroup2',
  'hugetlbfs',
]);

async function aliasesOf(own: MountTable, root: string): Promise<Alias[]> {
  const real = await realpath(root).catch(() => root);
  const location = locate(own, real);
  if (location === null) return [];
  const aliases: Alias[] = [{ path: root, location, strict: true }];
  for (const mount of own.byPoint.values()) {
    const rest = restBelow(mount.mountPoint, real);
    if (rest === null || rest === '' || NOT_STORAGE.has(mount.filesystemType)) continue;
    const path = `${root === '/' ? '' : root}${rest}`;
    aliases.push({ path, location: { device: mount.device, path: mount.root }, strict: false });
  }
  return aliases;
}

/**
 * Prepares to name locations below the roots. Disks that are mounted inside a root count as part of it.
 * @param roots absolute paths in bilge's own view; symlinks are resolved
 */
export async function rootNames(own: MountTable, roots: readonly string[]): Promise<RootNames> {
  const aliases = (await Promise.all(roots.map((root) => aliasesOf(own, root)))).flat();
  // Of two that hold a location, the nearer one names it.
  aliases.sort((a, b) => b.location.path.length - a.location.path.length);
  const nameOf = (location: Location | null): string | null => {
    if (location === null) return null;
    for (const alias of aliases) {
      if (alias.location.device !== location.device) continue;
      const rest = restBelow(location.path, alias.location.path);
      if (rest === null || (rest === '' && alias.strict)) continue;
      return `${alias.path === '/' ? '' : alias.path}${rest}`;
    }
    return null;
  };
  return { nameOf, devices: new Set(aliases.map((alias) => alias.location.device)) };
}
