import * as fc from 'fast-check';
import { CONTAINER_STATUSES } from '../../src/model/container.js';
import type { EngineInventory } from '../../src/model/engine.js';
import type { ImageRecord } from '../../src/model/image.js';
import type { Inventory } from '../../src/model/inventory.js';
import { aMount, confirmedBy, NO_HOLDINGS } from './holdings.js';
import { HostBuilder, type Overrides, ROOT } from './host-builder.js';
import { anEngine, hex64, OLD_MS, YOUNG_MS } from './records.js';

const bytes = fc.nat({ max: 1 << 20 }).map((blocks) => blocks * 512);
const pick = fc.nat({ max: 100 });

const imageSpec = fc.record({
  /** Which earlier image it is built on, and how many of that one's layers it keeps. */
  base: pick,
  keep: fc.nat({ max: 5 }),
  added: fc.array(bytes, { maxLength: 3 }),
  references: fc.nat({ max: 2 }),
  isChild: fc.boolean(),
});

const containerSpec = fc.record({
  image: pick,
  status: fc.constantFrom(...CONTAINER_STATUSES),
  writable: bytes,
  logs: fc.constantFrom<Record<string, number>>(
    {},
    { 'ID-json.log': 8192 },
    { 'ID-json.log': 4096, 'ID-json.log.1': 20_480 },
    { 'local-logs': 4096, 'local-logs/container.log': 12_288 },
    { 'container-cached.log': 512 },
  ),
  volume: fc.option(pick),
  imageGone: fc.boolean(),
});

const cacheSpec = fc.record({
  kind: fc.constantFrom('own', 'layer of an image', 'layer of its own', 'nothing'),
  target: pick,
  size: bytes,
  inUse: fc.constantFrom(true, false, null),
  parent: fc.option(pick),
});

const leftoverKinds = [
  'directory',
  'layer',
  'half',
  'write-set',
  'container',
  'download',
  'link',
  'mount',
  'build mount',
  'half container',
  'interrupted',
  'bundle',
  'blob',
  'ingest',
  'mount point',
  'volume',
  'lost volume',
] as const;

export const hostSpec = fc.record({
  images: fc.array(imageSpec, { maxLength: 6 }),
  containers: fc.array(containerSpec, { maxLength: 4 }),
  volumes: fc.array(bytes, { maxLength: 3 }),
  cache: fc.array(cacheSpec, { maxLength: 4 }),
  leftovers: fc.array(
    fc.record({ kind: fc.constantFrom(...leftoverKinds), size: bytes, young: fc.boolean() }),
    {
      maxLength: 4,
    },
  ),
  unknown: fc.array(fc.record({ name: fc.constantFrom('odd', 'vfs/dir', 'zfs', 'overlay/x'), size: bytes }), {
    maxLength: 2,
  }),
  holdingsKnown: fc.nat({ max: 9 }).map((one) => one > 0),
  engine: fc.boolean(),
  heldByEngine: fc.constantFrom(true, false, null),
  startedBefore: fc.boolean(),
  /** How many of the groups are mounted, every so many of them. */
  mountedEvery: fc.option(fc.integer({ min: 1, max: 9 })),
});

export type HostSpec = typeof hostSpec extends fc.Arbitrary<infer Spec> ? Spec : never;

function at<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

function addImages(host: HostBuilder, spec: HostSpec): void {
  const chains: string[][] = [];
  for (const [index, { base, keep, added, references, isChild }] of spec.images.entries()) {
    const parent = at(host.images, base);
    const below = (at(chains, base) ?? []).slice(0, keep);
    const names = [...below, ...added.map((_size, layer) => `${index}/${layer}`)];
    for (const [layer, size] of added.entries()) host.chain(names.slice(0, below.length + layer + 1), size);
    host.image(`image-${index}`, names, {
      references: [`image-${index}:a`, `image-${index}:b`].slice(0, references),
      parentId: isChild ? (parent?.id ?? null) : null,
    });
    chains.push(names);
  }
}

function addContainers(host: HostBuilder, spec: HostSpec): void {
  for (const [index, { image, status, writable, logs, volume, imageGone }] of spec.containers.entries()) {
    const used: ImageRecord | null = at(host.images, image) ?? null;
    const name = volume === null ? null : `volume-${volume % Math.max(1, spec.volumes.length)}`;
    const mount = {
      type: 'volume' as const,
      source: null,
      destination: '/data',
      volumeName: name,
      volumeDriver: 'local',
      readOnly: false,
    };
    // An image removed by force: the container stands on layers without image.
    const fields = { status, mounts: name === null ? [] : [mount], ...(imageGone ? { imageId: null } : {}) };
    host.container(`container-${index}`, used, fields, { writable, logs });
  }
  const gone = new Set(
    spec.containers.filter((container) => container.imageGone).map(({ image }) => at(host.images, image)?.id),
  );
  const kept = host.images.filter(
    (image) =>
      !gone.has(image.id) ||
      host.containers.some((container) => container.imageId === image.id) ||
      host.images.some((other) => other.parentId === image.id),
  );
  host.images.splice(0, host.images.length, ...kept);
}

function addCache(host: HostBuilder, spec: HostSpec): void {
  const layers = [...host.layers.keys()];
  for (const [index, { kind, target, size, inUse, parent }] of spec.cache.entries()) {
    const name = `cache-${index}`;
    const fields = { inUse, parents: parent === null ? [] : [at(host.cache, parent)?.id ?? 'gone'] };
    if (kind === 'own') host.cacheDirectory(name, size, fields);
    else if (kind === 'nothing') host.cacheRecord(name, fields);
    else if (kind === 'layer of its own')
      host.cacheLayer(name, host.chain([name, `${name} top`], size), fields);
    else {
      const chain = at(layers, target);
      if (chain !== undefined) host.cacheLayer(name, chain, fields);
    }
  }
}

function addLeftovers(host: HostBuilder, spec: HostSpec): void {
  for (const [index, { kind, size, young }] of spec.leftovers.entries()) {
    const fields = { newestMs: young ? YOUNG_MS : OLD_MS };
    const name = `leftover-${index}`;
    const id = hex64(name);
    if (kind === 'directory') host.directory(id, size, fields);
    else if (kind === 'layer') host.chain([name], size, fields);
    else if (kind === 'half') host.halfRemoved(name, size);
    else if (kind === 'write-set') host.group(`image/overlay2/layerdb/tmp/write-set-${index}`, fields);
    else if (kind === 'download') host.group(`tmp/GetImageBlob${index}`, { allocatedBytes: size, ...fields });
    else if (kind === 'link') host.group(`overlay2/l/${id.slice(0, 26).toUpperCase()}`, fields);
    else if (kind === 'mount' || kind === 'build mount') {
      const name_ = kind === 'mount' ? id : id.slice(0, 25);
      host.mounts.push({ name: name_, mountId: id, initId: `${id}-init`, parentChainId: null });
      host.directory(id, size, fields).directory(`${id}-init`, 8192, fields);
      host.group(`image/overlay2/layerdb/mounts/${name_}`, fields);
    } else if (kind === 'half container') {
      host.container(name, null, { status: young ? 'removing' : 'dead' }, { writable: size });
    } else if (kind === 'interrupted') host.group(`image/overlay2/.tmp-${index}`, fields);
    else if (kind === 'bundle') host.group(`buildkit/executor/${id.slice(0, 25)}`, fields);
    else if (kind === 'blob')
      host.group(`buildkit/content/blobs/sha256/${id}`, { allocatedBytes: size, ...fields });
    else if (kind === 'ingest') host.group(`buildkit/content/ingest/${id}`, fields);
    else if (kind === 'mount point') host.group(`rootfs/overlayfs/${id}`, fields);
    else if (kind === 'volume' || kind === 'lost volume') {
      const onDisk = kind === 'volume';
      host.volume(name, size, { recorded: !onDisk, onDisk });
    } else {
      host.damaged.push(id);
      host.group(`containers/${id}`, fields).group(`containers/${id}/${id}-json.log`, fields);
    }
  }
}

/** A consistent host: the records and the directories that belong to them. */
export function buildHost(spec: HostSpec): HostBuilder {
  const host = new HostBuilder();
  addImages(host, spec);
  addContainers(host, spec);
  for (const [index, size] of spec.volumes.entries()) host.volume(`volume-${index}`, size);
  addCache(host, spec);
  addLeftovers(host, spec);
  for (const { name, size } of spec.unknown) host.group(name, { allocatedBytes: size });
  return host;
}

/** Two looks that saw the same: some directories mounted, all asked about and used by nobody. */
function looksOf(
  { mountedEvery }: HostSpec,
  host: HostBuilder,
): Pick<Overrides, 'holdings' | 'confirmation'> {
  if (mountedEvery === null) return {};
  const paths = [...host.groups.keys()].map((path) => `${ROOT}/${path}`);
  const mounts = paths
    .filter((_path, at) => at % mountedEvery === 0)
    .map((path, at) => aMount({ device: `0:${at}`, upperDirectory: `${path}/diff` }));
  const holdings = { ...NO_HOLDINGS, mounts };
  return {
    holdings,
    confirmation: confirmedBy(Object.fromEntries(paths.map((path) => [path, 0])), holdings),
  };
}

export function overridesOf(spec: HostSpec, host: HostBuilder): Overrides {
  const engine: EngineInventory | null = spec.engine
    ? anEngine(
        {},
        { containers: host.containers, images: host.images, volumes: host.volumes, buildCache: host.cache },
      )
    : null;
  return {
    engine,
    root: {
      heldByEngine: spec.heldByEngine,
      heldSince: spec.startedBefore ? '2026-04-01T00:00:00Z' : '2026-05-15T00:00:00Z',
    },
    ...looksOf(spec, host),
    records: spec.holdingsKnown ? {} : { buildCacheHoldings: null },
  };
}

export function inventoryOf(spec: HostSpec): Inventory {
  const host = buildHost(spec);
  return host.inventory(overridesOf(spec, host));
}
