import { z } from 'zod';
import type { PrivateEngine } from '../private-engine.js';
import { mustAsk } from './request.js';
import type { Crowd, CrowdContainer, CrowdImage } from './types.js';
import { NETWORKS } from './volumes.js';

const imageSchema = z.object({ Id: z.string(), RepoTags: z.array(z.string()).nullish() });

const containerSchema = z.object({
  Id: z.string(),
  Names: z.array(z.string()),
  ImageID: z.string(),
  State: z.enum(['running', 'paused', 'exited', 'created']),
  Mounts: z.array(z.object({ Type: z.string(), Name: z.string().optional() })),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.object({ NetworkID: z.string() })) }),
});

const usageSchema = z.object({
  BuildCache: z
    .array(
      z.object({
        ID: z.string(),
        Type: z.string(),
        Parent: z.string().optional(),
        // The engine's own spelling (api/types/build/cache.go).
        ' Parents': z.array(z.string()).nullish(),
        Shared: z.boolean(),
      }),
    )
    .nullable(),
});

const volumesSchema = z.object({ Volumes: z.array(z.object({ Name: z.string() })).nullable() });

const networksSchema = z.array(z.object({ Id: z.string(), Name: z.string() }));

/** Images by id with their tags, as `docker images` lists them. */
async function listImages(
  engine: PrivateEngine,
  all: 0 | 1,
): Promise<readonly Pick<CrowdImage, 'id' | 'references'>[]> {
  const listed = z.array(imageSchema).parse(await mustAsk(engine, 'GET', `/images/json?all=${all}`));
  return listed.map(({ Id: id, RepoTags }) => ({
    id,
    references: (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').sort(),
  }));
}

/** Ids of the images without a name that no other image was made from, in the order of their ids. */
export async function danglingImages(engine: PrivateEngine): Promise<readonly string[]> {
  const listed = await listImages(engine, 0);
  return listed
    .filter(({ references }) => references.length === 0)
    .map(({ id }) => id)
    .sort();
}

async function listContainers(engine: PrivateEngine) {
  const listed = z.array(containerSchema).parse(await mustAsk(engine, 'GET', '/containers/json?all=1'));
  return listed
    .map((container) => ({
      id: container.Id,
      name: (container.Names[0] ?? '').replace(/^\//, ''),
      imageId: container.ImageID,
      // Paused for a measurement.
      state: container.State === 'paused' ? ('running' as const) : container.State,
      volumes: container.Mounts.filter(({ Type }) => Type === 'volume')
        .map(({ Name }) => Name ?? '')
        .sort(),
      networkIds: Object.values(container.NetworkSettings.Networks).map(({ NetworkID }) => NetworkID),
    }))
    .sort((left, right) => left.name.localeCompare(right.name));
}

function namesOf(
  containers: readonly CrowdContainer[],
  belongs: (container: CrowdContainer) => boolean,
): string[] {
  return containers.filter(belongs).map(({ name }) => name);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** What the engine says it has now: after {@link seedCrowd}, and the same after a restore. */
export async function describeCrowd(engine: PrivateEngine): Promise<Crowd> {
  const images = await listImages(engine, 0);
  const all = await listImages(engine, 1);
  const found = await listContainers(engine);
  const containers = found.map(({ id, name, imageId, state, volumes }): CrowdContainer => ({
    id,
    name,
    imageId,
    state,
    volumes,
  }));
  const { Volumes } = volumesSchema.parse(await mustAsk(engine, 'GET', '/volumes'));
  const networks = networksSchema.parse(await mustAsk(engine, 'GET', '/networks'));
  const { BuildCache } = usageSchema.parse(await mustAsk(engine, 'GET', '/system/df'));
  const running = found.filter(({ state }) => state === 'running');
  const ours = networks.filter(({ Name }) => NETWORKS.some((name) => name === Name));
  const listed = new Set(images.map(({ id }) => id));
  return {
    images: images
      .map((image) => ({ ...image, containers: namesOf(containers, ({ imageId }) => imageId === image.id) }))
      .sort((left, right) => left.id.localeCompare(right.id)),
    intermediateImages: unique(all.map(({ id }) => id).filter((id) => !listed.has(id))),
    containers,
    volumes: (Volumes ?? [])
      .map(({ Name: name }) => ({
        name,
        anonymous: /^[0-9a-f]{64}$/.test(name),
        containers: namesOf(containers, ({ volumes }) => volumes.includes(name)),
      }))
      .sort((left, right) => left.name.localeCompare(right.name)),
    networks: ours
      .map(({ Id: id, Name: name }) => ({ id, name }))
      .sort((left, right) => left.name.localeCompare(right.name)),
    buildCache: (BuildCache ?? [])
      .map((record) => ({
        id: record.ID,
        type: record.Type,
        parents:
          record[' Parents'] ?? (record.Parent === undefined || record.Parent === '' ? [] : [record.Parent]),
        shared: record.Shared,
      }))
      .sort((left, right) => left.id.localeCompare(right.id)),
    mustStay: {
      images: unique(running.map(({ imageId }) => imageId)),
      containers: unique(running.map(({ id }) => id)),
      volumes: unique(running.flatMap(({ volumes }) => volumes)),
      networks: ours.map(({ Id }) => Id).filter((id) => running.some((one) => one.networkIds.includes(id))),
    },
  };
}
