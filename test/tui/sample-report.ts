import { sumRoots } from '../../src/analyzers/figures/totals.js';
import { CATEGORIES, type Category } from '../../src/model/category.js';
import type { CategoryReport, LayerReport, Report, RootReport } from '../../src/report/types.js';
import { createRandom, type Random } from './random.js';
import { sampleContainer, sampleImage, sampleLayer, sampleVolume } from './sample-records.js';

export interface SampleOptions {
  readonly seed?: number;
  readonly images?: number;
  readonly layers?: number;
  readonly containers?: number;
  readonly volumes?: number;
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function sampleRoot(
  random: Random,
  sizes: Partial<Record<Category, readonly [bytes: number, reclaimable: number, objects: number]>>,
): RootReport {
  const categories = CATEGORIES.map((category): CategoryReport => {
    const [bytes = 0, reclaimable = 0, objects = 0] = sizes[category] ?? [];
    return {
      category,
      allocatedBytes: bytes,
      apparentBytes: Math.floor(bytes * 0.93),
      inodes: bytes === 0 ? 0 : random.int(10, 200_000),
      objects,
      reclaimableBytes: reclaimable,
      source: 'disk',
      unmeasuredReason: null,
    };
  });
  const allocatedBytes = sum(categories.map((category) => category.allocatedBytes));
  return {
    path: '/var/lib/docker',
    kind: 'data-root',
    origin: 'engine',
    stores: [],
    filesystem: {
      type: 'ext4',
      device: '/dev/sda1',
      mountPoint: '/',
      totalBytes: allocatedBytes * 3,
      usedBytes: allocatedBytes * 2,
      freeBytes: allocatedBytes,
      availableBytes: Math.floor(allocatedBytes * 0.9),
      inodesTotal: 13_107_200,
      inodesFree: 12_000_000,
    },
    allocatedBytes,
    apparentBytes: Math.floor(allocatedBytes * 0.93),
    inodes: sum(categories.map((category) => category.inodes)),
    categories,
    reclaimableBytes: sum(categories.map((category) => category.reclaimableBytes)),
    unaccountedBytes: 0,
    unaccountedApparentBytes: 0,
    unaccountedInodes: 0,
    unaccounted: [],
    deletedOpenBytes: 0,
    scan: { state: 'complete', elapsedMs: 812, vanished: 0, unreadable: 0, mountsSkipped: [] },
    source: 'disk',
    unmeasuredReason: null,
  };
}

const ENGINE: Report['engine'] = {
  reached: true,
  endpoint: 'unix:///var/run/docker.sock',
  product: 'Docker Engine',
  version: '20.10.24',
  apiVersion: '1.41',
  minApiVersion: '1.12',
  usedApiVersion: '1.41',
  dataRoot: '/var/lib/docker',
  execRoot: '/var/run/docker',
  storageDriver: 'overlay2',
  driverStatus: [['Backing Filesystem', 'extfs']],
  backingFilesystem: 'extfs',
  imageStore: 'graphdriver',
  cgroupVersion: '2',
  cgroupDriver: 'systemd',
  loggingDriver: 'json-file',
  loggingOptions: { 'max-size': '10m', 'max-file': '3' },
  defaultRuntime: 'runc',
  rootless: false,
  usernsRemap: false,
  liveRestore: false,
  daemonPid: 812,
  addressPools: null,
  notices: [],
};

function linkLayers(layers: LayerReport[], images: Report['images']): void {
  const byId = new Map(layers.map((layer) => [layer.chainId, layer]));
  for (const image of images) {
    for (const chainId of image.layers) {
      const layer = byId.get(chainId);
      layer?.images.push(image.id);
      if (layer !== undefined) layer.references += 1;
    }
  }
}

/** A valid report of a host that looks real: the lists belong together, the root is the sum of its categories. */
export function sampleReport(options: SampleOptions = {}): Report {
  const {
    seed = 1,
    images: imageCount = 12,
    layers: layerCount = 40,
    containers: containerCount = 8,
    volumes: volumeCount = 6,
  } = options;
  const random = createRandom(seed);
  const layers = Array.from({ length: layerCount }, () => sampleLayer(random));
  const images = Array.from({ length: imageCount }, (_, number) => {
    const own = layers.length === 0 ? 0 : random.int(1, Math.min(6, layers.length));
    const chain = new Set(
      Array.from({ length: own }, () => layers[random.int(0, layers.length - 1)]?.chainId ?? ''),
    );
    return sampleImage(random, number, [...chain]);
  });
  linkLayers(layers, images);
  const containers = Array.from({ length: containerCount }, (_, number) => {
    const image = images[random.int(0, Math.max(0, images.length - 1))];
    const container = sampleContainer(random, number, image);
    image?.containers.push(container.id);
    return container;
  });
  for (const image of images) if (image.containers.length > 0) image.reclaimableBytes = 0;
  const volumes = Array.from({ length: volumeCount }, (_, number) => {
    const user = random.chance(0.7)
      ? containers[random.int(0, Math.max(0, containers.length - 1))]
      : undefined;
    const volume = sampleVolume(random, number, user);
    const mount = {
      type: 'volume' as const,
      source: volume.mountpoint,
      destination: '/data',
      volumeName: volume.name,
      volumeDriver: 'local',
      readOnly: false,
    };
    user?.mounts.push(mount);
    return volume;
  });
  const root = sampleRoot(random, {
    'image-layers': [
      sum(layers.map((layer) => layer.allocatedBytes)),
      sum(images.map((image) => image.reclaimableBytes)),
      layers.length,
    ],
    'writable-layers': [
      sum(containers.map((container) => container.writableLayerBytes)),
      0,
      containers.length,
    ],
    'container-logs': [sum(containers.map((container) => container.logBytes)), 0, containers.length],
    'container-metadata': [sum(containers.map((container) => container.metadataBytes)), 0, containers.length],
    volumes: [
      sum(volumes.map((volume) => volume.allocatedBytes)),
      sum(volumes.map((volume) => volume.reclaimableBytes)),
      volumes.length,
    ],
    'build-cache': [1_204_224, 1_204_224, 3],
    'image-metadata': [409_600, 0, images.length],
    'engine-state': [90_112, 0, 4],
    leftovers: [73_728_000, 73_728_000, 1],
  });
  return {
    schemaVersion: 1,
    tool: { name: 'bilge', version: '0.0.0-test' },
    generatedAt: '2024-05-03T10:00:00Z',
    sample: false,
    complete: true,
    notCollected: ['networks', 'processes', 'recommendations'],
    host: {
      hostname: 'ci-runner-3',
      operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
      kernelVersion: '6.1.0-18-amd64',
      cpus: 8,
      memoryBytes: 16_777_216_000,
    },
    engine: ENGINE,
    roots: [root],
    totals: sumRoots([root]),
    images,
    layers,
    containers,
    volumes,
    buildCache: [],
    networks: [],
    processes: [],
    leftovers: [],
    recommendations: [],
    problems: [],
  };
}
