import { z } from 'zod';
import type { VolumeRecord } from '../../../model/volume.js';
import { count, filledText, type LenientList, parseList, parseObject, textMap } from './lenient.js';
import { time } from './time.js';

const volume = z
  .object({
    Name: z.string().min(1),
    Driver: z.string().catch(''),
    Labels: textMap,
    Options: textMap,
    CreatedAt: time,
    Mountpoint: filledText,
    UsageData: z.object({ Size: count }).nullable().catch(null),
  })
  .transform((entry): VolumeRecord => ({
    name: entry.Name,
    driver: entry.Driver,
    labels: entry.Labels,
    options: entry.Options,
    createdAt: entry.CreatedAt,
    mountpoint: entry.Mountpoint,
    // Volumes of other drivers have no directory of their own below `volumes/`.
    onDisk: entry.Driver === 'local',
    recorded: true,
    engineSizeBytes: entry.UsageData?.Size ?? null,
  }));

/**
 * The volumes of `/system/df`.
 * @throws RequestError `garbage`
 */
export function parseVolumeList(value: unknown): LenientList<VolumeRecord> {
  return parseList(volume, value);
}

const answer = z.object({ Volumes: z.unknown().optional() });

/**
 * `GET /volumes`.
 * @throws RequestError `garbage`
 */
export function parseVolumes(value: unknown): LenientList<VolumeRecord> {
  return parseVolumeList(parseObject(answer, value).Volumes);
}
