import { LISTS } from '../../report/lists/all.js';
import type {
  BuildCacheReport,
  ContainerReport,
  ImageReport,
  LayerReport,
  LeftoverReport,
  NetworkReport,
  ProcessReport,
  VolumeReport,
} from '../../report/types.js';
import { cacheDetail } from '../detail/cache-detail.js';
import { containerDetail } from '../detail/container-detail.js';
import { imageDetail } from '../detail/image-detail.js';
import { layerDetail } from '../detail/layer-detail.js';
import { leftoverDetail, leftoverId } from '../detail/leftover-detail.js';
import { logDetail } from '../detail/log-detail.js';
import { networkDetail } from '../detail/network-detail.js';
import { processDetail } from '../detail/process-detail.js';
import { volumeDetail } from '../detail/volume-detail.js';
import { type Paint, plain, type Theme } from '../theme/theme.js';
import type { ListSpec } from './list-spec.js';
import { storedId } from './report-index.js';
import { statusPaint } from './status.js';

const muted = (_record: unknown, theme: Theme): Paint => theme.muted;
const good = (_record: unknown, theme: Theme): Paint => theme.good;

/** Two roots may have a volume of the same name. */
function inRoot({ root }: { readonly root: string | null }, id: string): string {
  return `${id} ${root ?? ''}`;
}

/** Where there are several roots. */
const ROOT = { key: 'root', width: 18 };

export const imageSpec: ListSpec<ImageReport> = {
  list: LISTS.images,
  columns: [
    {
      key: 'image',
      width: 24,
      grows: true,
      paint: (image, theme) => (image.dangling ? theme.muted : plain),
    },
    { key: 'shortid', paint: muted },
    { key: 'containers' },
    { key: 'layers' },
    { key: 'total' },
    { key: 'shared' },
    { key: 'unique' },
    { key: 'frees', paint: good },
    { key: 'inodes' },
    { key: 'created' },
    ROOT,
  ],
  bar: { key: 'total', category: 'image-layers' },
  id: (image) => storedId(image, image.id),
  detail: imageDetail,
};

export const layerSpec: ListSpec<LayerReport> = {
  list: LISTS.layers,
  columns: [
    { key: 'layer', width: 14, paint: muted },
    { key: 'size' },
    { key: 'apparent' },
    { key: 'inodes' },
    { key: 'images' },
    { key: 'containers' },
    { key: 'cache', paint: (_layer, theme) => theme.category('build-cache'), width: 5 },
    { key: 'step', width: 16, grows: true },
    ROOT,
  ],
  bar: { key: 'size', category: 'image-layers' },
  id: (layer) => storedId(layer, layer.chainId),
  detail: layerDetail,
};

export const containerSpec: ListSpec<ContainerReport> = {
  list: LISTS.containers,
  columns: [
    { key: 'name', width: 18, grows: true },
    { key: 'state', width: 14, paint: ({ status }, theme) => statusPaint(status, theme) },
    { key: 'image', width: 16, grows: true },
    { key: 'processes' },
    { key: 'ports', width: 16 },
    { key: 'risks', width: 16, paint: (_container, theme) => theme.warn },
    { key: 'writable' },
    { key: 'logs' },
    { key: 'total' },
    { key: 'inodes' },
    { key: 'frees', paint: good },
    { key: 'created' },
    ROOT,
  ],
  bar: { key: 'total', category: 'writable-layers' },
  id: (container) => inRoot(container, container.id),
  detail: containerDetail,
};

export const logSpec: ListSpec<ContainerReport> = {
  list: LISTS.logs,
  columns: [
    { key: 'name', width: 18, grows: true },
    { key: 'state', width: 10, paint: ({ status }, theme) => statusPaint(status, theme) },
    { key: 'driver', width: 10 },
    { key: 'place', width: 14 },
    { key: 'size' },
    { key: 'files' },
    { key: 'rotation', width: 24 },
    { key: 'limit' },
    { key: 'warning', width: 8, paint: (_container, theme) => theme.warn },
  ],
  bar: { key: 'size', category: 'container-logs' },
  id: (container) => inRoot(container, container.id),
  detail: logDetail,
};

export const volumeSpec: ListSpec<VolumeReport> = {
  list: LISTS.volumes,
  columns: [
    { key: 'name', width: 20, grows: true },
    { key: 'driver', width: 8 },
    { key: 'size' },
    { key: 'apparent' },
    { key: 'inodes' },
    { key: 'frees', paint: good },
    { key: 'users', width: 14, grows: true },
    { key: 'note', width: 17, paint: muted },
    ROOT,
  ],
  bar: { key: 'size', category: 'volumes' },
  id: (volume) => inRoot(volume, volume.name),
  detail: volumeDetail,
};

export const cacheSpec: ListSpec<BuildCacheReport> = {
  list: LISTS.cache,
  columns: [
    { key: 'shortid', width: 14, paint: muted },
    { key: 'type', width: 15 },
    { key: 'size' },
    { key: 'apparent' },
    { key: 'inodes' },
    { key: 'frees', paint: good },
    { key: 'shared', width: 6 },
    { key: 'used', width: 6 },
    { key: 'lastused' },
    { key: 'uses' },
    { key: 'engine' },
    { key: 'description', width: 16, grows: true },
    ROOT,
  ],
  bar: { key: 'size', category: 'build-cache' },
  id: (record) => inRoot(record, record.id),
  detail: cacheDetail,
};

export const leftoverSpec: ListSpec<LeftoverReport> = {
  list: LISTS.leftovers,
  columns: [
    { key: 'kind', width: 28 },
    { key: 'size' },
    { key: 'inodes' },
    { key: 'age', width: 6 },
    { key: 'path', width: 20, grows: true },
    { key: 'evidence', width: 24, grows: true, paint: muted },
  ],
  bar: { key: 'size', category: 'leftovers' },
  id: leftoverId,
  detail: leftoverDetail,
};

export const networkSpec: ListSpec<NetworkReport> = {
  list: LISTS.networks,
  columns: [
    { key: 'name', width: 16, grows: true },
    { key: 'shortid', paint: muted },
    { key: 'driver', width: 8 },
    { key: 'scope', width: 6 },
    { key: 'subnets', width: 18, grows: true },
    { key: 'gateway', width: 15, grows: true },
    { key: 'internal', width: 8 },
    { key: 'created' },
  ],
  id: (network) => network.id,
  detail: networkDetail,
};

export const processSpec: ListSpec<ProcessReport> = {
  list: LISTS.processes,
  columns: [
    { key: 'container', width: 16 },
    { key: 'pid', width: 7 },
    { key: 'inside', width: 8 },
    { key: 'user', width: 10 },
    { key: 'state', width: 10, paint: ({ state }, theme) => (state === 'zombie' ? theme.warn : plain) },
    { key: 'rss' },
    { key: 'threads' },
    { key: 'started', width: 7 },
    { key: 'command', width: 20, grows: true },
  ],
  bar: { key: 'rss', category: 'engine-state' },
  id: ({ hostPid, startedAt }) => `${hostPid} ${startedAt ?? ''}`,
  detail: processDetail,
};
