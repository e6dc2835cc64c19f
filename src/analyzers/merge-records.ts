import type { ContainerRecord } from '../model/container.js';
import type { EngineInventory } from '../model/engine.js';
import type { ImageRecord } from '../model/image.js';
import type { VolumeRecord } from '../model/volume.js';
import type { RootView } from './root-view.js';

/** A container as disk and engine together know it. */
export interface HostContainer {
  readonly record: ContainerRecord;
  readonly statusSource: 'engine' | 'disk';
  /** The data root that has its configuration; `null` when only the engine told. */
  readonly root: RootView | null;
}

/** A volume as disk and engine together know it. */
export interface HostVolume {
  readonly record: VolumeRecord;
  readonly root: RootView | null;
}

/**
 * Containers of the disk, with the live state of the engine where it lists them. Containers that only the disk
 * knows (of a driver that is not active, or created a moment ago) stay, with the state last recorded.
 * @param primary the root of the engine that was asked; the others' containers are not in its list.
 */
export function mergeContainers(
  roots: readonly RootView[],
  primary: RootView | null,
  engine: EngineInventory | null,
): HostContainer[] {
  const live = new Map((engine?.containers ?? []).map((container) => [container.id, container]));
  const merged: HostContainer[] = [];
  for (const root of roots) {
    for (const disk of root.inventory.records.containers) {
      const running = root === primary ? live.get(disk.id) : undefined;
      if (running === undefined) {
        merged.push({ record: disk, statusSource: 'disk', root });
        continue;
      }
      live.delete(disk.id);
      merged.push({ record: withLiveState(disk, running), statusSource: 'engine', root });
    }
  }
  for (const record of live.values()) merged.push({ record, statusSource: 'engine', root: null });
  return merged.sort((left, right) => (left.record.id < right.record.id ? -1 : 1));
}

function withLiveState(disk: ContainerRecord, running: ContainerRecord): ContainerRecord {
  const { name, status, pid, exitCode, startedAt, finishedAt, engineSizeRwBytes, settings } = running;
  // A list tells no more than the state: where the disk has the same one, the rest of it is from there.
  if (settings === null && status === disk.status)
    return { ...disk, name: name ?? disk.name, engineSizeRwBytes };
  return {
    ...disk,
    name: name ?? disk.name,
    status,
    pid,
    exitCode,
    startedAt,
    finishedAt,
    engineSizeRwBytes,
    // Networks and ports as they are now; where only the list told of it, as recorded.
    settings: settings ?? disk.settings,
  };
}

/** Volumes of the disk and of the engine; the engine knows when one was made and sees other drivers' live. */
export function mergeVolumes(
  roots: readonly RootView[],
  primary: RootView | null,
  engine: EngineInventory | null,
): HostVolume[] {
  const live = new Map((engine?.volumes ?? []).map((volume) => [volume.name, volume]));
  const merged: HostVolume[] = [];
  for (const root of roots) {
    for (const disk of root.inventory.records.volumes) {
      const known = root === primary ? live.get(disk.name) : undefined;
      if (known === undefined) {
        merged.push({ record: disk, root });
        continue;
      }
      live.delete(disk.name);
      const options = { ...disk.options, ...known.options };
      merged.push({ record: { ...known, options, onDisk: disk.onDisk }, root });
    }
  }
  for (const record of live.values()) merged.push({ record, root: null });
  return merged.sort((left, right) => (left.record.name < right.record.name ? -1 : 1));
}

/** The engine's own figures of an image, by id. */
export function engineImages(engine: EngineInventory | null): ReadonlyMap<string, ImageRecord> {
  return new Map((engine?.images ?? []).map((image) => [image.id, image]));
}
