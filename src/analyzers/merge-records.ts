import type { ContainerRecord } from '../model/container.js';
import type { EngineInventory } from '../model/engine.js';
import type { RootRecords } from '../model/inventory.js';
import type { ImageRecord } from '../model/image.js';
import type { VolumeRecord } from '../model/volume.js';

/** A container as disk and engine together know it. */
export interface MergedContainer {
  readonly record: ContainerRecord;
  readonly statusSource: 'engine' | 'disk';
}

/**
 * Containers of the disk, with the live state of the engine where it lists them. Containers that only the disk
 * knows (of a driver that is not active, or created a moment ago) stay, with the state last recorded.
 */
export function mergeContainers(
  records: RootRecords | null,
  engine: EngineInventory | null,
): MergedContainer[] {
  const live = new Map((engine?.containers ?? []).map((container) => [container.id, container]));
  const merged: MergedContainer[] = [];
  for (const disk of records?.containers ?? []) {
    const running = live.get(disk.id);
    live.delete(disk.id);
    if (running === undefined) {
      merged.push({ record: disk, statusSource: 'disk' });
      continue;
    }
    const { name, status, pid, exitCode, startedAt, finishedAt, engineSizeRwBytes } = running;
    merged.push({
      record: {
        ...disk,
        name: name ?? disk.name,
        status,
        pid,
        exitCode,
        startedAt,
        finishedAt,
        engineSizeRwBytes,
      },
      statusSource: 'engine',
    });
  }
  for (const record of live.values()) merged.push({ record, statusSource: 'engine' });
  return merged.sort((left, right) => (left.record.id < right.record.id ? -1 : 1));
}

/** Volumes of the disk and of the engine; the engine knows when one was made and sees other drivers' live. */
export function mergeVolumes(records: RootRecords | null, engine: EngineInventory | null): VolumeRecord[] {
  const live = new Map((engine?.volumes ?? []).map((volume) => [volume.name, volume]));
  const merged: VolumeRecord[] = [];
  for (const disk of records?.volumes ?? []) {
    const known = live.get(disk.name);
    live.delete(disk.name);
    merged.push(
      known === undefined
        ? disk
        : { ...known, options: { ...disk.options, ...known.options }, onDisk: disk.onDisk },
    );
  }
  return [...merged, ...live.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The engine's own figures of an image, by id. */
export function engineImages(engine: EngineInventory | null): ReadonlyMap<string, ImageRecord> {
  return new Map((engine?.images ?? []).map((image) => [image.id, image]));
}
