import type { ContainerRecord } from '../../model/container.js';
import type { ImageRecord } from '../../model/image.js';
import type { NetworkRecord } from '../../model/network.js';
import type { VolumeRecord } from '../../model/volume.js';
import { parseContainers } from './answers/containers.js';
import { parseImages } from './answers/images.js';
import { parseNetworks } from './answers/networks.js';
import { parseVolumes } from './answers/volumes.js';
import { askList, type Session, speaks } from './session.js';

const IMAGE_ATTEMPTS = 5;

/** The cheap lists; each is `null` on its own when it could not be had. */
export interface EngineLists {
  readonly containers: readonly ContainerRecord[] | null;
  readonly images: readonly ImageRecord[] | null;
  readonly volumes: readonly VolumeRecord[] | null;
  readonly networks: readonly NetworkRecord[] | null;
}

/** Asks for all four at once; with `live` for containers and networks alone, the others are `null` then. */
export async function collectLists(session: Session, which: 'all' | 'live' = 'all'): Promise<EngineLists> {
  const timeoutMs = session.limits.listTimeoutMs;
  const isAll = which === 'all';
  const [containers, images, volumes, networks] = await Promise.all([
    askList(session, {
      subject: 'containers',
      path: '/containers/json',
      query: { all: '1' },
      timeoutMs,
      parse: parseContainers,
      missing: 'live state of containers',
    }),
    isAll
      ? askList(session, {
          subject: 'images',
          path: '/images/json',
          // Intermediate images too: they hold layers.
          query: speaks(session, '1.42') ? { all: '1', 'shared-size': '1' } : { all: '1' },
          timeoutMs,
          // 28.5 with the containerd store answers 404 when an image is removed meanwhile.
          attempts: IMAGE_ATTEMPTS,
          parse: parseImages,
          missing: 'images as the engine sees them',
        })
      : null,
    isAll
      ? askList(session, {
          subject: 'volumes',
          path: '/volumes',
          timeoutMs,
          parse: parseVolumes,
          missing: 'volumes as the engine sees them',
        })
      : null,
    askList(session, {
      subject: 'networks',
      path: '/networks',
      timeoutMs,
      parse: parseNetworks,
      missing: 'networks as the engine sees them',
    }),
  ]);
  return { containers, images, volumes, networks };
}
