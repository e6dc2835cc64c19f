/** Whether a layer's space can be measured by walking the root, or only its recorded size is known. */
type Measurable = 'disk' | 'recorded';

/**
 * What layers of one driver have in common on the disk, so that their sizes alone do not add up:
 * - `nothing`: a layer's directory holds its own files only, and they add up;
 * - `hard-links`: a child's files are hard links to its parent's;
 * - `extents`: files share blocks that every file is said to have in full (snapshots, reflinks);
 * - `pool`: all layers lie in a pool that no directory shows.
 */
type LayerSharing = 'nothing' | 'hard-links' | 'extents' | 'pool';

/** Where a storage driver keeps its layers below a data root. Source: moby 20.10, daemon/graphdriver. */
export interface GraphDriverLayout {
  readonly name: string;
  readonly measurable: Measurable;
  readonly sharing: LayerSharing;
  /** Why a layer's space cannot be measured; `null` where it can. */
  readonly limit: string | null;
  /** Directory with one entry per layer that holds its content, or `null` where no directory does. */
  readonly contents: string | null;
  /** Further directories with an entry per layer: metadata, mount points. */
  readonly beside: readonly string[];
  /** Those of them in which layers are only mounted while they are used: empty directories. */
  readonly mountPoints: readonly string[];
  /** Directories in which the driver keeps the content of all layers together. */
  readonly pools: readonly string[];
  /** Short links to the layers stand in `<driver>/l`. */
  readonly shortLinks: boolean;
  /** Names in a directory with an entry per layer that are no layers. */
  readonly noLayers: ReadonlySet<string>;
}

type Description = Partial<Omit<GraphDriverLayout, 'name' | 'contents'>> & {
  readonly contents: string | null;
};

function driver(name: string, description: Description): GraphDriverLayout {
  return {
    name,
    measurable: 'disk',
    sharing: 'nothing',
    limit: null,
    beside: [],
    mountPoints: [],
    pools: [],
    shortLinks: false,
    noLayers: new Set(['backingFsBlockDev']),
    ...description,
  };
}

/** Drivers that keep `diff`, `link` and `lower` of a layer in `<driver>/<id>`. */
function overlay(name: string): GraphDriverLayout {
  return driver(name, { contents: name, shortLinks: true, noLayers: new Set(['l', 'backingFsBlockDev']) });
}

/** Every storage driver that an engine for Linux has had. */
export const GRAPH_DRIVERS: readonly GraphDriverLayout[] = [
  overlay('overlay2'),
  overlay('fuse-overlayfs'),
  // `root` of an image layer, or `upper` and `lower-id` of a container's: moby, graphdriver/overlay/overlay.go.
  driver('overlay', { contents: 'overlay', sharing: 'hard-links' }),
  driver('vfs', { contents: 'vfs/dir', sharing: 'extents' }),
  driver('btrfs', { contents: 'btrfs/subvolumes', beside: ['btrfs/quotas'], sharing: 'extents' }),
  driver('zfs', {
    contents: null,
    beside: ['zfs/graph'],
    mountPoints: ['zfs/graph'],
    measurable: 'recorded',
    sharing: 'pool',
    limit: 'its layers are ZFS datasets, which are mounted only while they are used',
  }),
  driver('devicemapper', {
    contents: null,
    beside: ['devicemapper/metadata', 'devicemapper/mnt'],
    mountPoints: ['devicemapper/mnt'],
    pools: ['devicemapper/devicemapper'],
    measurable: 'recorded',
    sharing: 'pool',
    limit: 'its layers are thin devices of one pool, in which they share blocks',
    noLayers: new Set(['base', 'deviceset-metadata', 'transaction-metadata']),
  }),
  driver('aufs', { contents: 'aufs/diff', beside: ['aufs/layers', 'aufs/mnt'], mountPoints: ['aufs/mnt'] }),
];

const BY_NAME: ReadonlyMap<string, GraphDriverLayout> = new Map(
  GRAPH_DRIVERS.map((layout) => [layout.name, layout]),
);

/** The layout of a driver. One that no engine has is taken to keep its layers where nobody can find them. */
export function graphDriver(name: string): GraphDriverLayout {
  return (
    BY_NAME.get(name) ??
    driver(name, {
      contents: null,
      measurable: 'recorded',
      sharing: 'pool',
      limit: `bilge does not know the storage driver ${JSON.stringify(name)}`,
    })
  );
}

/** The directory that holds a layer's content, relative to the data root; `null` where no directory does. */
export function layerContent(layout: GraphDriverLayout, id: string): string | null {
  return layout.contents === null ? null : `${layout.contents}/${id}`;
}

/** Further paths of the same layer, relative to the data root, whether they exist or not. */
export function layerOthers(layout: GraphDriverLayout, id: string): string[] {
  return layout.beside.map((directory) => `${directory}/${id}`);
}

/** The layer that owns a path below the data root, the path being one of the layer's or below one. */
export function layerOwning(layout: GraphDriverLayout, path: string): string | null {
  for (const directory of [layout.contents, ...layout.beside]) {
    if (directory === null || !path.startsWith(`${directory}/`)) continue;
    const [id = ''] = path.slice(directory.length + 1).split('/', 1);
    // A driver whose layers lie beside its own directories (overlay2/l) names those.
    return id === '' || layout.noLayers.has(id) ? null : id;
  }
  return null;
}

/**
 * Patterns under which a walk keeps each object of a driver apart. A literal name in a pattern hides `*` beside it,
 * so each directory with a name of its own is listed as a group itself.
 */
export function driverGroups(layout: GraphDriverLayout): string[] {
  const holders = [layout.contents, ...layout.beside, ...layout.pools].filter((path) => path !== null);
  const links = layout.shortLinks ? [`${layout.name}/l`] : [];
  const directories = [layout.name, ...holders.filter((path) => path !== layout.name), ...links];
  return directories.flatMap((path) => [path, `${path}/*`]);
}
