import { unescapeBytes } from './escaped-bytes.js';

/** One line of `/proc/<pid>/mountinfo`. Source: kernel, Documentation/filesystems/proc.rst, section 3.5. */
export interface MountInfo {
  readonly mountId: number;
  readonly parentId: number;
  /** `major:minor` of the device. */
  readonly device: string;
  /** The directory of the filesystem that is mounted, `/` for the whole of it. */
  readonly root: string;
  readonly mountPoint: string;
  readonly filesystemType: string;
  readonly source: string;
  /** Options of the superblock, as written: escapes, commas and all. */
  readonly superOptions: string;
}

/** Undoes the kernel's octal escapes (`\040` for a blank, `\011`, `\012`, `\134`). */
export function unescapeMountPath(text: string): string {
  return unescapeBytes(text, /\\([0-7]{3})/g, 8);
}

function parseLine(line: string): MountInfo | null {
  const fields = line.split(' ');
  const separator = fields.indexOf('-', 6);
  const [mountId, parentId, device, root, mountPoint] = fields;
  const filesystemType = separator < 0 ? undefined : fields[separator + 1];
  if (
    mountId === undefined ||
    parentId === undefined ||
    device === undefined ||
    root === undefined ||
    mountPoint === undefined ||
    filesystemType === undefined ||
    !/^\d+$/.test(mountId) ||
    !/^\d+$/.test(parentId)
  ) {
    return null;
  }
  return {
    mountId: Number(mountId),
    parentId: Number(parentId),
    device,
    root: unescapeMountPath(root),
    mountPoint: unescapeMountPath(mountPoint),
    filesystemType,
    source: unescapeMountPath(fields[separator + 2] ?? ''),
    superOptions: fields[separator + 3] ?? '',
  };
}

/** Parses a whole `mountinfo`; lines of another shape are left out. */
export function parseMountInfo(text: string): MountInfo[] {
  const mounts: MountInfo[] = [];
  for (const line of text.split('\n')) {
    const mount = line === '' ? null : parseLine(line);
    if (mount !== null) mounts.push(mount);
  }
  return mounts;
}

/**
 * Mount points strictly below `path`, without directories that are only mounted on themselves: what is seen there is
 * the tree that was there before. The engines do that to their drivers' directories, to keep mounts in them private
 * (moby, daemon/graphdriver/btrfs `mount.MakePrivate(home)`; seen on 20.10).
 */
export function mountPointsBelow(mounts: readonly MountInfo[], path: string): string[] {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const byId = new Map(mounts.map((mount) => [mount.mountId, mount]));
  // Of mounts on top of each other the last one is seen.
  const seen = new Map<string, MountInfo>();
  for (const mount of mounts) {
    if (mount.mountPoint.startsWith(prefix) && mount.mountPoint !== prefix) seen.set(mount.mountPoint, mount);
  }
  const below = [...seen.values()].filter((mount) => !isOnItself(mount, byId, prefix));
  return below.map((mount) => mount.mountPoint).sort();
}

/** Whether a mount below `prefix` shows the directory it covers, and so does every mount between it and `prefix`. */
function isOnItself(mount: MountInfo, byId: ReadonlyMap<number, MountInfo>, prefix: string): boolean {
  let upper = mount;
  // Parents form a tree; a table that says otherwise must not hold this up.
  for (let hops = 0; hops < byId.size; hops++) {
    const lower = byId.get(upper.parentId);
    if (lower === undefined || lower.device !== upper.device) return false;
    const from = lower.mountPoint === '/' ? '' : lower.mountPoint;
    const covered = lower.root === '/' ? '' : lower.root;
    if (
      !upper.mountPoint.startsWith(from) ||
      upper.root !== `${covered}${upper.mountPoint.slice(from.length)}`
    )
      return false;
    if (!lower.mountPoint.startsWith(prefix)) return true;
    upper = lower;
  }
  return false;
}

/** The mount that holds `path`: the one with the longest mount point above it, the last of equals (it is on top). */
export function mountHolding(mounts: readonly MountInfo[], path: string): MountInfo | null {
  let best: MountInfo | null = null;
  for (const mount of mounts) {
    const point = mount.mountPoint;
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    if (holds && (best === null || point.length >= best.mountPoint.length)) best = mount;
  }
  return best;
}
