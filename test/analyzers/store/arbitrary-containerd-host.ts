import * as fc from 'fast-check';
import { PRIVATE_CONTAINERD } from '../../../src/model/containerd-layout.js';
import type { BuildCacheRecord } from '../../../src/model/build-cache.js';
import type { ContainerRecord } from '../../../src/model/container.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { HostBuilder } from '../host-builder.js';
import { aCacheRecord, aContainer, hex64 } from '../records.js';
import { type BuiltImage, ContainerdHost, descriptor, SNAPSHOTTER } from './containerd-host.js';

const pick = fc.nat({ max: 100 });

/** Images that share layers, containers that run or not, and records of the build cache on the same snapshots. */
export const containerdSpec = fc.record({
  images: fc.array(
    fc.record({
      base: pick,
      keep: fc.nat({ max: 3 }),
      added: fc.nat({ max: 2 }),
      names: fc.nat({ max: 2 }),
      index: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
  containers: fc.array(fc.record({ image: pick, running: fc.boolean(), named: fc.boolean() }), {
    maxLength: 3,
  }),
  cache: fc.array(
    fc.record({
      target: pick,
      own: fc.boolean(),
      inUse: fc.constantFrom(true, false, null),
      parent: fc.option(pick),
    }),
    { maxLength: 4 },
  ),
});

export type ContainerdSpec = typeof containerdSpec extends fc.Arbitrary<infer Spec> ? Spec : never;

function at<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

interface NamedImage extends BuiltImage {
  readonly layers: readonly string[];
  readonly target: string;
}

function addImages(host: ContainerdHost, spec: ContainerdSpec): NamedImage[] {
  const images: NamedImage[] = [];
  for (const [index, { base, keep, added, names, index: isIndex }] of spec.images.entries()) {
    const below = (at(images, base)?.layers ?? []).slice(0, keep);
    const layers = [...below, ...Array.from({ length: added }, (_none, layer) => `${index}/${layer}`)];
    const built = host.platform(`image-${index}`, layers);
    const target = isIndex ? host.index(`image-${index}`, [descriptor(built.manifest)]) : built.manifest;
    if (names === 0) host.name(`moby-dangling@${target}`, target);
    for (let tag = 0; tag < names; tag++) host.name(`docker.io/shop/image-${index}:${tag}`, target);
    images.push({ ...built, layers, target });
  }
  return images;
}

function addContainers(
  host: ContainerdHost,
  spec: ContainerdSpec,
  images: readonly NamedImage[],
): ContainerRecord[] {
  return spec.containers.map(({ image, running, named }, index) => {
    const used = at(images, image);
    const id = hex64(`container ${index}`);
    host.snapshot(`${id}-init`, used?.chain.at(-1) ?? null, 4096);
    host.snapshot(id, `${id}-init`, 8192, 'active');
    host.lease(id, { snapshots: [`${id}-init`, id].map((key) => ({ snapshotter: SNAPSHOTTER, key })) });
    return {
      ...aContainer(`container-${index}`, {
        imageId: named ? (used?.target ?? null) : null,
        status: running ? 'running' : 'exited',
        storageDriver: SNAPSHOTTER,
      }),
      id,
    };
  });
}

/** Records with a snapshot of their own, or with the one of an image’s layer. */
function addCache(
  host: ContainerdHost,
  spec: ContainerdSpec,
  images: readonly NamedImage[],
): BuildCacheRecord[] {
  const chains = images.flatMap(({ chain }) => chain);
  const records: BuildCacheRecord[] = [];
  for (const [index, { target, own, inUse, parent }] of spec.cache.entries()) {
    const layer = at(chains, target);
    const { id } = aCacheRecord(`cache-${index}`);
    const key = own || layer === undefined ? `${id}-data` : layer;
    if (key !== layer) host.snapshot(key, layer ?? null, 4096 * (index + 1));
    host.lease(id, { snapshots: [{ snapshotter: SNAPSHOTTER, key }] });
    const parents = parent === null ? [] : [at(records, parent)?.id ?? 'gone'];
    records.push(
      aCacheRecord(`cache-${index}`, { inUse, parents, snapshot: { snapshotter: SNAPSHOTTER, key } }),
    );
  }
  return records;
}

/** A data root with a containerd of its own, and nothing in any other store. */
export function containerdInventory(spec: ContainerdSpec): Inventory {
  const containerd = new ContainerdHost(PRIVATE_CONTAINERD);
  const images = addImages(containerd, spec);
  const containers = addContainers(containerd, spec, images);
  const buildCache = addCache(containerd, spec, images);
  const host = new HostBuilder();
  host.group('containerd').group(PRIVATE_CONTAINERD);
  for (const { id } of containers) host.group(`containers/${id}`);
  for (const group of containerd.groups.values()) host.groups.set(group.path, group);
  return host.inventory({
    records: { stores: [], containerd: [containerd.store()], containers, buildCache },
  });
}
