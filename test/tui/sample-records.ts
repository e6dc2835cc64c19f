import type { ContainerReport, ImageReport, LayerReport, VolumeReport } from '../../src/report/types.js';
import type { Random } from './random.js';
import { NOTHING_LIVE } from '../report/live-reports.js';

const REPOSITORIES = [
  'nginx',
  'postgres',
  'redis',
  'registry.example.org/shop/api',
  'node',
  'grafana/grafana',
] as const;
const TAGS = ['latest', '1.27', '16-alpine', '2024.05.1', 'main-4f2c91d'] as const;
const STEPS = [
  '/bin/sh -c #(nop) ADD file:1d3b in / ',
  'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends ca-certificates curl # buildkit',
  'COPY . /app # buildkit',
  'RUN /bin/sh -c npm ci --omit=dev # buildkit',
  'WORKDIR /app',
] as const;

/** Blocks of 4 KiB, as ext4 allocates. */
function blocks(random: Random, most: number): number {
  return random.int(0, Math.floor(most / 4096)) * 4096;
}

export function sampleLayer(random: Random): LayerReport {
  const allocatedBytes = random.chance(0.1) ? 8192 : blocks(random, 400_000_000);
  const cacheId = random.hex(64);
  return {
    root: '/var/lib/docker',
    hidden: null,
    snapshotKey: null,
    chainId: `sha256:${random.hex(64)}`,
    diffId: `sha256:${random.hex(64)}`,
    cacheId,
    parentChainId: null,
    imageStore: 'graphdriver',
    storageDriver: 'overlay2',
    path: `/var/lib/docker/overlay2/${cacheId}`,
    createdBy: random.pick(STEPS),
    allocatedBytes,
    apparentBytes: Math.floor(allocatedBytes * 0.93),
    inodes: random.int(1, 20_000),
    metadataBytes: 24_576,
    recordedBytes: Math.floor(allocatedBytes * 0.91),
    images: [],
    containers: [],
    buildCache: random.chance(0.2),
    references: 0,
    source: 'disk',
    unmeasuredReason: null,
  };
}

export function sampleImage(random: Random, number: number, layers: readonly string[]): ImageReport {
  const dangling = random.chance(0.15);
  const uniqueBytes = blocks(random, 600_000_000);
  const sharedBytes = blocks(random, 300_000_000);
  const totalBytes = uniqueBytes + sharedBytes;
  const name = random.pick(REPOSITORIES);
  return {
    id: `sha256:${random.hex(64)}`,
    references: dangling
      ? []
      : [`${name}-${number}:${random.pick(TAGS)}`, ...(random.chance(0.2) ? [`${name}-${number}:old`] : [])],
    root: '/var/lib/docker',
    hidden: null,
    imageStore: 'graphdriver',
    storageDriver: 'overlay2',
    manifests: [],
    layerBytes: totalBytes,
    contentBytes: 0,
    contentSharedBytes: 0,
    contentUniqueBytes: 0,
    platform: 'linux/amd64',
    createdAt: `2024-0${random.int(1, 5)}-1${random.int(0, 9)}T08:${random.int(10, 59)}:00Z`,
    taggedAt: null,
    dangling,
    intermediate: false,
    parentId: null,
    containers: [],
    labels: random.chance(0.5)
      ? { 'org.opencontainers.image.source': 'https://git.example.org/shop/api' }
      : {},
    layers: [...layers],
    totalBytes,
    sharedBytes,
    uniqueBytes,
    apparentTotalBytes: Math.floor(totalBytes * 0.93),
    apparentSharedBytes: Math.floor(sharedBytes * 0.93),
    apparentUniqueBytes: Math.floor(uniqueBytes * 0.93),
    inodes: random.int(100, 60_000),
    metadataBytes: 12_288,
    reclaimableBytes: uniqueBytes,
    engineSizeBytes: Math.floor(totalBytes * 0.91),
    source: 'disk',
    unmeasuredReason: null,
  };
}

export function sampleContainer(
  random: Random,
  number: number,
  image: ImageReport | undefined,
): ContainerReport {
  const id = random.hex(64);
  const running = random.chance(0.6);
  const writable = blocks(random, 200_000_000);
  const logs = random.chance(0.2) ? blocks(random, 9_000_000_000) : blocks(random, 4_000_000);
  const total = writable + logs + 40_960 + 49_152;
  return {
    root: '/var/lib/docker',
    hidden: null,
    id,
    name: `shop-${random.pick(['api', 'web', 'worker', 'db', 'cache'])}-${number}`,
    imageId: image?.id ?? null,
    imageReference: image?.references[0] ?? null,
    status: running ? 'running' : random.pick(['exited', 'exited', 'created', 'paused', 'dead']),
    statusSource: 'engine',
    pid: running ? random.int(1000, 99_999) : null,
    exitCode: running ? null : random.pick([0, 1, 137]),
    createdAt: '2024-05-01T08:00:00Z',
    startedAt: '2024-05-01T08:00:01Z',
    finishedAt: running ? null : '2024-05-02T09:00:00Z',
    labels: { 'com.docker.compose.project': 'shop' },
    composeProject: 'shop',
    composeService: 'api',
    storageDriver: 'overlay2',
    writableLayerPath: `/var/lib/docker/overlay2/${random.hex(64)}`,
    writableLayerBytes: writable,
    writableLayerApparentBytes: Math.floor(writable * 0.9),
    writableLayerInodes: random.int(5, 3000),
    initLayerBytes: 40_960,
    logBytes: logs,
    logApparentBytes: logs,
    logDriver: 'json-file',
    logOptions: {},
    logging: {
      driver: 'json-file',
      keeps: 'files',
      sizeBytes: logs,
      maxSizeBytes: null,
      maxFiles: 1,
      compress: false,
      maxBytes: null,
      bounded: false,
      note: 'no max-size: it grows without limit',
    },
    logFiles: [{ name: `${id}-json.log`, allocatedBytes: logs, apparentBytes: logs }],
    metadataBytes: 49_152,
    inodes: 1234,
    totalBytes: total,
    reclaimableBytes: running ? 0 : total,
    engineSizeRwBytes: Math.floor(writable * 0.9),
    ...NOTHING_LIVE,
    mounts: [
      {
        type: 'bind',
        source: '/srv/shop/config',
        destination: '/etc/shop',
        volumeName: null,
        volumeDriver: null,
        readOnly: true,
      },
    ],
    source: 'disk',
    unmeasuredReason: null,
  };
}

export function sampleVolume(
  random: Random,
  number: number,
  user: ContainerReport | undefined,
): VolumeReport {
  const anonymous = random.chance(0.4);
  const name = anonymous ? random.hex(64) : `shop_data_${number}`;
  const allocatedBytes = blocks(random, 2_000_000_000) + 4096;
  return {
    root: '/var/lib/docker',
    hidden: null,
    name,
    driver: 'local',
    anonymous,
    labels: {},
    options: {},
    createdAt: '2024-04-01T00:00:00Z',
    mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    allocatedBytes,
    apparentBytes: Math.floor(allocatedBytes * 0.8),
    inodes: random.int(2, 90_000),
    containers:
      user === undefined
        ? []
        : [{ id: user.id, name: user.name, running: user.status === 'running', hidden: null }],
    recorded: true,
    onDisk: true,
    reclaimableBytes: user === undefined ? allocatedBytes : 0,
    engineSizeBytes: null,
    source: 'disk',
    unmeasuredReason: null,
  };
}
