import type { ContainerRecord } from '../../model/container.js';
import type { ImageRecord } from '../../model/image.js';
import type { VolumeRecord } from '../../model/volume.js';
import type { EngineSizes } from './sizes.js';

/** A container with the size of its writable layer, `null` when it was not told. */
export function withContainerSize(container: ContainerRecord, sizes: EngineSizes): ContainerRecord {
  return { ...container, engineSizeRwBytes: sizes.containers?.get(container.id) ?? null };
}

/** An image with its shared bytes; `/system/df` knows them on versions whose list does not. */
export function withImageSize(image: ImageRecord, sizes: EngineSizes): ImageRecord {
  return { ...image, engineSharedBytes: sizes.imageShared?.get(image.id) ?? image.engineSharedBytes };
}

/** A volume with its size; volumes with options are measured by no engine. */
export function withVolumeSize(volume: VolumeRecord, sizes: EngineSizes): VolumeRecord {
  return { ...volume, engineSizeBytes: sizes.volumes?.get(volume.name) ?? volume.engineSizeBytes };
}
