import { z } from 'zod';
import { digestId } from './digest-id.js';
import { filledText, type LenientList, parseList } from './lenient.js';

/** A network that a container is configured for. */
interface UsedNetwork {
  /** What the container calls it: its name, or its id where that was asked for. */
  readonly name: string;
  /** `null` until the container was started for the first time. */
  readonly id: string | null;
}

/** What a container of any state keeps other objects for. */
export interface ContainerUses {
  readonly id: string;
  readonly imageId: string | null;
  /** Names of volumes. */
  readonly volumes: readonly string[];
  /** Images that are mounted into it (Docker 28 and later), under the names that were asked for. */
  readonly mountedImages: readonly string[];
  readonly networks: readonly UsedNetwork[];
}

/** Containers made by engines of long ago have no type; only a volume has a name then. */
const mount = z.object({ Type: filledText, Name: filledText });
const network = z.object({ NetworkID: filledText }).catch({ NetworkID: null });

/** Without a list of mounts or networks nobody could say that something is in use by nobody. */
const container = z
  .object({
    Id: z.string().min(1),
    ImageID: filledText,
    Mounts: z.array(mount).nullable().default([]),
    NetworkSettings: z.object({ Networks: z.record(z.string(), network).nullable().default({}) }),
  })
  .transform(({ Id, ImageID, Mounts, NetworkSettings }): ContainerUses => {
    const namesOf = (type: string): string[] =>
      (Mounts ?? []).flatMap(({ Type, Name }) =>
        (Type ?? 'volume') === type && Name !== null ? [Name] : [],
      );
    return {
      id: Id,
      imageId: digestId(ImageID),
      volumes: namesOf('volume'),
      mountedImages: namesOf('image'),
      networks: Object.entries(NetworkSettings.Networks ?? {}).map(([name, { NetworkID }]) => {
        return { name, id: NetworkID };
      }),
    };
  });

/**
 * What `GET /containers/json` says of the objects that containers use.
 * @throws RequestError `garbage`
 */
export function parseContainerUses(value: unknown): LenientList<ContainerUses> {
  return parseList(container, value);
}
