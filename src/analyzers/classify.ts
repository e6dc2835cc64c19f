import type { LeftoverKind } from '../model/category.js';
import {
  BUILDKIT,
  CONTAINERD,
  CONTAINERS,
  ENGINE_STATE,
  isLogFile,
  LOCAL_LOGS,
  STORAGE_DRIVERS,
  VOLUME_STORE_FILES,
  VOLUMES,
} from '../model/data-root-layout.js';
import { graphDriver, type GraphDriverLayout, layerContent, layerOwning } from '../model/graph-drivers.js';
import type { ClassifyContext } from './classify-context.js';
import { classifyContainerd } from './classify-containerd.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';

/** Downloads and unpacked archives in `tmp/`. Source: moby, distribution/pull_v2.go, image/tarexport, builder. */
const TEMPORARY_DOWNLOAD = /^(GetImageBlob|docker-import-|docker-builder|docker-export-|buildkit-)/;

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
  const [top = '', second = '', third = ''] = names;
  if (path === '' || ENGINE_STATE.includes(top)) return classifyState(names, context);
  if (STORAGE_DRIVERS.includes(top)) return classifyDriver(names, context);
  switch (top) {
    case 'image':
      return classifyImageStore(names, context);
    case CONTAINERS:
      if (second === '') return ownedBy('container-metadata');
      if (context.damagedContainers.has(second)) {
        const evidence =
          'a container directory without a readable config.v2.json: the engine does not load it';
        return leftover('orphaned-container-directory', `${CONTAINERS}/${second}`, evidence, context);
      }
      return ownedBy(
        isLogFile(second, third) || third === LOCAL_LOGS ? 'container-logs' : 'container-metadata',
      );
    case VOLUMES:
      if (second === '' || VOLUME_STORE_FILES.includes(second)) return ENGINE_STATE_OWNER;
      return ownedBy('volumes');
    case BUILDKIT:
      return ownedBy('build-cache');
    case CONTAINERD:
      return context.containerdIsState || containerd !== null ? ENGINE_STATE_OWNER : null;
    default:
      return null;
  }
}

function leftover(kind: LeftoverKind, path: string, evidence: string, context: ClassifyContext): Owner {
  if (!context.settled(path)) return ENGINE_STATE_OWNER;
  return leftoverAt(kind, path, evidence);
}

function classifyState([top = '', second = '']: readonly string[], context: ClassifyContext): Owner {
  const temporary = (top === 'tmp' && TEMPORARY_DOWNLOAD.test(second)) || top === 'tmp-old';
  if (!temporary) return ENGINE_STATE_OWNER;
  const path = top === 'tmp' ? `tmp/${second}` : top;
  const evidence =
    'a temporary file of a pull, load or build that is over; the engine removes it at its next start';
  return leftover('temporary-download', path, evidence, context);
}

function classifyDriver(names: readonly string[], context: ClassifyContext): Owner | null {
  const path = names.join('/');
  const [driver = '', second = '', third = ''] = names;
  const layout = graphDriver(driver);
  const isLink = layout.shortLinks && second === 'l' && third !== '';
  const layer = layerOwning(layout, path);
  if (!isLink && layer === null) return classifyBesideLayers(path, layout);
  const owner = context.owners.get(path);
  if (owner !== undefined) return unlessUnderWay(owner, context);
  const directory = isLink
    ? context.owners.directoryOfLink(path)
    : (layerContent(layout, layer ?? '') ?? path);
  if (directory === undefined) {
    if (!context.proof.links(driver)) return unexplained(path, context);
    return leftover('orphaned-layer-directory', path, 'a short link whose layer directory is gone', context);
  }
  if (!context.proof.directories(driver)) return unexplained(directory, context);
  const evidence = 'no layer, container or build cache record refers to this directory';
  return leftover('orphaned-layer-directory', directory, evidence, context);
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
  if (store !== 'layerdb') return metadata;
  if (kind === 'tmp' && name !== '') {
    const path = `image/${driver}/layerdb/tmp/${name}`;
    const evidence = 'a layer registration that was never completed; the engine does not clean it up';
    return leftover('aborted-layerdb-transaction', path, evidence, context);
  }
  if (name === '') return metadata;
  const owner = context.owners.get(`image/${driver}/layerdb/${kind}/${name}`);
  return owner === undefined ? metadata : unlessUnderWay(owner, context);
}

/** Layers of a pull that is still going on are in the layer database before any image names them. */
function unlessUnderWay(owner: Owner, context: ClassifyContext): Owner {
  if (owner.leftover === null || context.settled(owner.leftover.path ?? '')) return owner;
  return ENGINE_STATE_OWNER;
}
