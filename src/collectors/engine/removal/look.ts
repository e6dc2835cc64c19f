import { z } from 'zod';
import { CONTAINER_STATUSES } from '../../../model/container.js';
import { isHex64 } from '../../../model/digest.js';
import type { ObjectKey, ObjectNow } from '../../../model/removal-engine.js';
import type { ContainerUses } from '../answers/container-uses.js';
import { filledText, parseObject } from '../answers/lenient.js';
import { parseNetworks } from '../answers/networks.js';
import { time } from '../answers/time.js';
import { parseVolumeList } from '../answers/volumes.js';
import { RequestError } from '../request-error.js';
import { pathOf, type Talk } from './talk.js';

type Now<K extends ObjectNow['kind']> = Extract<ObjectNow, { readonly kind: K }>;

const container = z.object({
  Id: z.string().min(1),
  Name: filledText,
  State: z.object({ Status: z.enum(CONTAINER_STATUSES).catch('unknown'), StartedAt: time, FinishedAt: time }),
});

async function lookAtContainer(talk: Talk, id: string): Promise<Now<'container'> | null> {
  const found = await talk.find(`/containers/${id}/json`, (answer) => parseObject(container, answer));
  // Where there is no such id, it may be somebody's name.
  if (found?.Id !== id) return null;
  const { Status, StartedAt, FinishedAt } = found.State;
  return {
    kind: 'container',
    name: found.Name?.replace(/^\//, '') ?? null,
    status: Status,
    startedAt: StartedAt,
    finishedAt: FinishedAt,
  };
}

/** Whether a container has an image mounted: the engine says only how that was named when it was asked for. */
async function mounts(talk: Talk, { mountedImages }: ContainerUses, id: string): Promise<boolean> {
  for (const name of mountedImages) if ((await talk.imageNames(name))?.id === id) return true;
  return false;
}

async function usersOfImage(talk: Talk, id: string): Promise<string[]> {
  const users: string[] = [];
  for (const entry of await talk.containers())
    if (entry.imageId === id || (await mounts(talk, entry, id))) users.push(entry.id);
  return users.sort();
}

/** What an image is now. */
export async function lookAtImage(talk: Talk, id: string): Promise<Now<'image'> | null> {
  const found = await talk.imageNames(id);
  if (found?.id !== id) return null;
  const [containers, images] = await Promise.all([usersOfImage(talk, id), talk.images()]);
  const children = images.filter(({ parentId }) => parentId === id).map((image) => image.id);
  return { kind: 'image', references: found.references, containers, children: children.sort() };
}

/** Reads one object with the parser of its list. */
function onlyOne<T>({ items }: { readonly items: readonly T[] }): T {
  const [item] = items;
  if (item !== undefined) return item;
  throw new RequestError('garbage', 'the answer is not what the Engine API promises');
}

async function lookAtVolume(talk: Talk, name: string): Promise<Now<'volume'> | null> {
  const found = await talk.find(`/volumes/${encodeURIComponent(name)}`, (answer) =>
    onlyOne(parseVolumeList([answer])),
  );
  if (found?.name !== name) return null;
  // The filter also finds containers by the place where they mount something.
  const listed = await talk.containers({ volume: [name] });
  const users = listed.filter(({ volumes }) => volumes.includes(name)).map(({ id }) => id);
  return { kind: 'volume', driver: found.driver, createdAt: found.createdAt, containers: users.sort() };
}

const attached = z.object({ Containers: z.record(z.string(), z.unknown()).catch({}) });

/** A container that never ran has no id of its networks, only what they were called when it was made. */
function isConfiguredFor({ networks }: ContainerUses, id: string, name: string): boolean {
  return networks.some(
    (used) => used.id === id || used.name === name || (used.name.length >= 12 && id.startsWith(used.name)),
  );
}

async function lookAtNetwork(talk: Talk, id: string): Promise<Now<'network'> | null> {
  const found = await talk.find(`/networks/${id}`, (answer) => ({
    ...onlyOne(parseNetworks([answer])),
    running: Object.keys(parseObject(attached, answer).Containers),
  }));
  if (found?.id !== id) return null;
  const configured = (await talk.containers()).filter((entry) => isConfiguredFor(entry, id, found.name));
  // Beside containers it lists what swarm puts there, such as `lb-…`.
  const containers = new Set([...found.running.filter(isHex64), ...configured.map((entry) => entry.id)]);
  return {
    kind: 'network',
    name: found.name,
    createdAt: found.createdAt,
    containers: [...containers].sort(),
  };
}

async function lookAtBuildCache(talk: Talk, id: string): Promise<Now<'build-cache'> | null> {
  const records = await talk.recentBuildCache();
  const found = records.find((record) => record.id === id);
  if (found === undefined) return null;
  const children = records.filter(({ parents }) => parents.includes(id)).map((record) => record.id);
  const { inUse, lastUsedAt, usageCount, parents } = found;
  return { kind: 'build-cache', inUse, lastUsedAt, usageCount, parents, children: children.sort() };
}

/**
 * Looks at an object as it is now; `null` when it is not there.
 * @throws RequestError
 */
export function lookAt(talk: Talk, { kind, id }: ObjectKey): Promise<ObjectNow | null> {
  switch (kind) {
    case 'image':
      return lookAtImage(talk, id);
    case 'container':
      return lookAtContainer(talk, id);
    case 'volume':
      return lookAtVolume(talk, id);
    case 'network':
      return lookAtNetwork(talk, id);
    case 'build-cache':
      return lookAtBuildCache(talk, id);
  }
}

const identified = z.object({ Id: filledText, Name: filledText });

/**
 * Whether an object is still there, without asking who uses it.
 * @throws RequestError
 */
export async function isThere(talk: Talk, { kind, id }: ObjectKey): Promise<boolean> {
  if (kind === 'image') return (await talk.imageNames(id))?.id === id;
  if (kind === 'build-cache') return (await talk.buildCache()).some((record) => record.id === id);
  const path = {
    container: `/containers/${id}/json`,
    network: `/networks/${id}`,
    volume: `/volumes/${pathOf(id)}`,
  };
  const found = await talk.find(path[kind], (answer) => parseObject(identified, answer));
  return (kind === 'volume' ? found?.Name : found?.Id) === id;
}
