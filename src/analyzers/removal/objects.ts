import { volumeDirectory } from '../../model/data-root-layout.js';
import type { RemovableKind } from '../../model/removal.js';
import type { ImageReport, NetworkReport } from '../../report/types.js';
import { isRunning } from '../host-view.js';
import type { HostContainer, HostVolume } from '../merge-records.js';
import type { CacheEntry } from './cache-entries.js';
import type { HolderReports, HostHolders } from './host-holders.js';
import type { StorePlace } from './store-place.js';

/** The reports that the objects of a host are taken from. */
export interface RemovalReports extends HolderReports {
  readonly images: readonly ImageReport[];
  readonly networks: readonly NetworkReport[];
}

/** Where an object comes from: what its parts are looked up with. */
export type ObjectSource =
  | { readonly kind: 'container'; readonly container: HostContainer }
  | { readonly kind: 'image'; readonly place: StorePlace }
  | { readonly kind: 'image'; readonly place: null; readonly report: ImageReport }
  | { readonly kind: 'build-cache'; readonly entry: CacheEntry }
  | { readonly kind: 'volume'; readonly volume: HostVolume }
  | { readonly kind: 'network'; readonly report: NetworkReport };

/** An object before it is joined with those that have to go with it. */
export interface FoundObject {
  readonly kind: RemovableKind;
  readonly id: string;
  readonly name: string | null;
  readonly root: string | null;
  readonly obstacle: string | null;
  readonly goesWithChildren: boolean;
  /** Of an image: a root can have the same one in two stores. */
  readonly storageDriver: string | null;
  readonly source: ObjectSource;
}

/** What holds for everything but images. */
const PLAIN = { goesWithChildren: false, storageDriver: null } as const;

/** Every object that some engine of the host could remove, users before what they use. */
export function findObjects(holders: HostHolders, reports: RemovalReports): FoundObject[] {
  return [
    ...holders.view.containers.map((container) => containerObject(holders, container)),
    ...holders.stores.flatMap((place) =>
      [...place.graph.images.keys()].map((id) => imageObject(holders, place, id)),
    ),
    ...engineImages(reports),
    ...holders.cache.map((entry) => cacheObject(holders, entry)),
    ...holders.view.volumes.map((volume) => volumeObject(holders, volume)),
    ...reports.networks.map((report) => networkObject(holders, report)),
  ];
}

const HALF_REMOVED = 'its removal did not finish: it is listed with the leftovers';

function containerObject(holders: HostHolders, container: HostContainer): FoundObject {
  const { record, root, statusSource } = container;
  const { id, name, status } = record;
  const isUnknown =
    statusSource === 'disk' && root === holders.view.primary && holders.view.engine?.containers != null;
  const hidden = holders.containerReport(container)?.hidden ?? null;
  const obstacle =
    hidden ??
    (isUnknown
      ? 'the engine does not list it'
      : status === 'unknown'
        ? 'its state is not known'
        : status === 'dead' || status === 'removing'
          ? HALF_REMOVED
          : isRunning(status)
            ? `it is ${status}`
            : null);
  const source = { kind: 'container', container } as const;
  return { kind: 'container', id, name, root: root?.path ?? null, obstacle, ...PLAIN, source };
}

function imageObject(holders: HostHolders, place: StorePlace, id: string): FoundObject {
  const references = place.graph.images.get(id)?.references ?? [];
  return {
    kind: 'image',
    id,
    name: references[0] ?? null,
    root: place.root.path,
    obstacle: place.hidden,
    goesWithChildren: references.length === 0 && holders.childrenOf(place, id).length > 0,
    storageDriver: place.graph.store.driver,
    source: { kind: 'image', place },
  };
}

/** Images that only an engine told of. */
function engineImages({ images }: RemovalReports): FoundObject[] {
  return images
    .filter(({ root }) => root === null)
    .map((report) => ({
      kind: 'image',
      id: report.id,
      name: report.references[0] ?? null,
      root: null,
      obstacle: null,
      goesWithChildren: report.intermediate,
      storageDriver: report.storageDriver,
      source: { kind: 'image', place: null, report },
    }));
}

function cacheObject(holders: HostHolders, entry: CacheEntry): FoundObject {
  const { record, root } = entry;
  const report = holders.cacheReport(entry);
  const inUse = report?.inUse ?? null;
  const obstacle =
    report?.hidden ??
    (inUse === true ? 'a build uses it' : inUse === null ? 'nobody could say whether a build uses it' : null);
  return {
    kind: 'build-cache',
    id: record.id,
    name: record.description === '' ? null : record.description,
    root: root?.path ?? null,
    obstacle,
    ...PLAIN,
    source: { kind: 'build-cache', entry },
  };
}

function volumeObject(holders: HostHolders, volume: HostVolume): FoundObject {
  const { record, root } = volume;
  const hidden = holders.volumeReport(volume)?.hidden ?? null;
  const obstacle = hidden ?? (record.recorded ? mountedInside(volume) : 'the engine has no record of it');
  return {
    kind: 'volume',
    id: record.name,
    name: record.name,
    root: root?.path ?? null,
    obstacle,
    ...PLAIN,
    source: { kind: 'volume', volume },
  };
}

/** An engine empties the directory of a volume, and with it whatever somebody has mounted there. */
function mountedInside({ record, root }: HostVolume): string | null {
  if (root === null) return null;
  const directory = volumeDirectory(record.name);
  const mounts = [...root.inventory.mountPoints, ...(root.inventory.walk?.mountsSkipped ?? [])];
  const inside = mounts.find((mount) => mount === directory || mount.startsWith(`${directory}/`));
  return inside === undefined ? null : `something is mounted on ${root.absolute(inside)}`;
}

/** Through it the tasks of a swarm reach the outside. Source: moby, libnetwork/default_gateway_linux.go. */
const SWARM_BRIDGE = 'docker_gwbridge';

function networkObject({ view }: HostHolders, report: NetworkReport): FoundObject {
  const { id, name, root, predefined, ingress, scope, unmeasuredReason } = report;
  const isForeign = root !== null && root !== (view.primary?.path ?? null);
  const obstacle = predefined
    ? 'the engine makes it itself'
    : ingress || scope === 'swarm' || name === SWARM_BRIDGE
      ? 'it belongs to the swarm'
      : isForeign
        ? `it belongs to the engine of ${root}`
        : // An engine removes the network of a container that does not run, which then cannot start any more.
          unmeasuredReason;
  const source = { kind: 'network', report } as const;
  return { kind: 'network', id, name, root, obstacle, ...PLAIN, source };
}
