import {
  BUILDKIT,
  CONTAINERD,
  CONTAINERS,
  ENGINE_STATE,
  isLogFile,
  LOCAL_LOGS,
  ROOTFS,
  STORAGE_DRIVERS,
  VOLUME_STORE_FILES,
  VOLUMES,
} from '../../model/data-root-layout.js';
import { isHex64 } from '../../model/digest.js';
import { graphDriver, type GraphDriverLayout, layerContent, layerOwning } from '../../model/graph-drivers.js';
import type { ClassifyContext } from './classify-context.js';
import { classifyBuildKit } from './classify-buildkit.js';
import { classifyContainerd } from './classify-containerd.js';
import { without } from './mount-owners.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';

/** Downloads and unpacked archives in `tmp/`. Source: moby, distribution/pull_v2.go, image/tarexport, builder. */
const TEMPORARY_DOWNLOAD = /^(GetImageBlob|docker-import-|docker-builder|docker-export-|buildkit-)/;

const BUILD_CONTEXT = /^(docker-builder|buildkit-)/;

const ENGINE_STATE_OWNER = ownedBy('engine-state');

/**
 * Whose a group of the walk is; `null`: no rule explains it.
 * @param path of the group, relative to the data root.
 */
export function classify(path: string, context: ClassifyContext): Owner | null {
  const { containerd } = context;
  if (containerd !== null && (containerd.path === '' || path.startsWith(`${containerd.path}/`))) {
    const within = containerd.path === '' ? path : path.slice(containerd.path.length + 1);
    return classifyContainerd(path, within, containerd, context);
  }
  const names = path.split('/');
  const [top = '', second = ''] = names;
  if (path === '' || ENGINE_STATE.includes(top)) return classifyState(names, context);
  if (STORAGE_DRIVERS.includes(top)) return classifyDriver(names, context);
  switch (top) {
    case 'image':
      return classifyImageStore(names, context);
    case CONTAINERS:
      if (second === '') return ownedBy('container-metadata');
      return classifyContainer(names, context);
    case VOLUMES:
      if (second === '' || VOLUME_STORE_FILES.includes(second)) return ENGINE_STATE_OWNER;
      return ownedBy('volumes');
    case BUILDKIT:
      return classifyBuildKit(names, context);
    case CONTAINERD:
      return context.containerdIsState || containerd !== null ? ENGINE_STATE_OWNER : null;
    default:
      return null;
  }
}

function classifyContainer(names: readonly string[], { containers }: ClassifyContext): Owner {
  const [, id = '', name = ''] = names;
  const normal = ownedBy(
    isLogFile(id, name) || name === LOCAL_LOGS ? 'container-logs' : 'container-metadata',
  );
  if (containers.damaged.has(id)) {
    const evidence = 'a container directory without a readable config.v2.json: the engine does not load it';
    const owner = leftoverAt('orphaned-container-directory', `${CONTAINERS}/${id}`, evidence);
    return without(normal, owner);
  }
  if (containers.isHalfRemoved(id)) return without(normal, containers.halfRemoved(id));
  return interruptedWrite(names, normal);
}

/**
 * Files of the engine's own are written beside their place and then renamed: those that were not are of no use.
 * Source: moby, pkg/ioutils/fswriters.go.
 */
function interruptedWrite(names: readonly string[], owner: Owner): Owner {
  if (owner.leftover !== null || names.at(-1)?.startsWith('.tmp-') !== true) return owner;
  const evidence = 'a file that was being written when the engine was ended; it was never put in its place';
  return without(owner, leftoverAt('interrupted-write', names.join('/'), evidence));
}

function classifyState(names: readonly string[], { containers }: ClassifyContext): Owner {
  const [top = '', second = '', third = ''] = names;
  if (top === ROOTFS && isHex64(third) && containers.isGone(third)) {
    return leftoverAt(
      'orphaned-mount-point',
      names.join('/'),
      `the mount point of container ${third}, which does not exist`,
    );
  }
  const temporary = (top === 'tmp' && TEMPORARY_DOWNLOAD.test(second)) || top === 'tmp-old';
  if (!temporary) return ENGINE_STATE_OWNER;
  const path = top === 'tmp' ? `tmp/${second}` : top;
  const evidence =
    'a temporary file of a pull, load or build that is over; the engine removes it at its next start';
  // A build works on its context for as long as it runs, and holds no file of it open.
  return leftoverAt('temporary-download', path, evidence, { mayRunLong: BUILD_CONTEXT.test(second) });
}

function classifyDriver(names: readonly string[], context: ClassifyContext): Owner | null {
  const path = names.join('/');
  const [driver = '', second = '', third = ''] = names;
  const layout = graphDriver(driver);
  const isLink = layout.shortLinks && second === 'l' && third !== '';
  const layer = layerOwning(layout, path);
  if (!isLink && layer === null) return classifyBesideLayers(path, layout);
  const owner = context.owners.get(path);
  if (owner !== undefined) return owner;
  const content = layerContent(layout, layer ?? '');
  const directory = isLink ? context.owners.directoryOfLink(path) : (content ?? path);
  if (directory === undefined) {
    if (!context.proof.links(driver)) return unexplained(path, context);
    return leftoverAt('orphaned-layer-directory', path, 'a short link whose layer directory is gone');
  }
  if (!context.proof.directories(driver)) return unexplained(directory, context);
  const isMountPoint = layout.mountPoints.some((holder) => path.startsWith(`${holder}/`));
  if (isMountPoint && !(content !== null && context.isThere(content))) {
    return leftoverAt('orphaned-mount-point', path, 'the mount point of a layer that no record has');
  }
  const evidence = 'no layer, container or build cache record refers to this directory';
  return leftoverAt('orphaned-layer-directory', directory, evidence);
}

/** What may belong to something that cannot be seen: the engine's work, where that may be what it is. */
function unexplained(path: string, context: ClassifyContext): Owner | null {
  return context.settled(path) ? null : ENGINE_STATE_OWNER;
}

/** A driver's own directories and files. A pool holds all layers, which cannot be told apart in it. */
function classifyBesideLayers(path: string, layout: GraphDriverLayout): Owner | null {
  const { name, contents, beside, pools, shortLinks, noLayers } = layout;
  if (pools.some((pool) => path.startsWith(`${pool}/`))) return ownedBy('image-layers');
  const own = [name, contents, ...beside, ...pools, ...(shortLinks ? [`${name}/l`] : [])];
  const [last = ''] = path.split('/').slice(-1);
  return own.includes(path) || noLayers.has(last) ? ENGINE_STATE_OWNER : null;
}

function classifyImageStore(names: readonly string[], context: ClassifyContext): Owner {
  const [, driver = '', store = '', kind = '', name = ''] = names;
  const metadata = ownedBy('image-metadata');
  if (store !== 'layerdb') return interruptedWrite(names, metadata);
  if (kind === 'tmp' && name !== '') {
    const path = `image/${driver}/layerdb/tmp/${name}`;
    const evidence = 'a layer registration that was never completed; the engine does not clean it up';
    return leftoverAt('aborted-layerdb-transaction', path, evidence);
  }
  if (name === '') return metadata;
  return context.owners.get(`image/${driver}/layerdb/${kind}/${name}`) ?? metadata;
}
