import { z } from 'zod';
import { CONTAINER_STATUSES } from '../../model/container.js';
import {
  count,
  countOrNull,
  hidden,
  provenance,
  rootPath,
  stringMap,
  text,
  textOrNull,
  timeOrNull,
} from './common.js';

const containerMountSchema = z.object({
  type: z.enum(['volume', 'bind', 'tmpfs', 'other']),
  source: textOrNull,
  destination: text,
  volumeName: textOrNull,
  volumeDriver: textOrNull,
  readOnly: z.boolean(),
});

export const containerSchema = z.object({
  id: text,
  name: textOrNull,
  root: rootPath,
  hidden,
  imageId: textOrNull,
  imageReference: textOrNull,
  status: z.enum(CONTAINER_STATUSES),
  statusSource: z.enum(['engine', 'disk']).describe('disk: as last recorded, perhaps before a crash'),
  pid: count.nullable(),
  exitCode: z.int().nullable(),
  createdAt: timeOrNull,
  startedAt: timeOrNull,
  finishedAt: timeOrNull,
  labels: stringMap,
  composeProject: textOrNull,
  composeService: textOrNull,
  storageDriver: textOrNull,
  writableLayerPath: textOrNull,
  writableLayerBytes: countOrNull.describe('allocated bytes of its writable layer’s directory'),
  writableLayerApparentBytes: countOrNull,
  writableLayerInodes: countOrNull,
  initLayerBytes: countOrNull.describe('allocated bytes of its init layer’s directory'),
  logBytes: countOrNull.describe('allocated bytes of its log files, rotated ones included'),
  logApparentBytes: countOrNull,
  logDriver: textOrNull,
  logOptions: stringMap,
  logFiles: z.array(z.object({ name: text, allocatedBytes: countOrNull, apparentBytes: countOrNull })),
  metadataBytes: countOrNull.describe('allocated bytes of its configuration, mount record and short links'),
  inodes: countOrNull.describe('inodes of writable and init layer, logs, configuration and records'),
  totalBytes: countOrNull.describe('writable, init, logs and metadata: what removing the container frees'),
  reclaimableBytes: countOrNull.describe(
    'totalBytes when it is stopped, 0 when it runs, is paused or restarts',
  ),
  engineSizeRwBytes: countOrNull,
  mounts: z.array(containerMountSchema),
  ...provenance,
});

export const volumeSchema = z.object({
  root: rootPath,
  hidden,
  name: text,
  driver: text,
  anonymous: z.boolean(),
  labels: stringMap,
  options: stringMap,
  createdAt: timeOrNull,
  mountpoint: textOrNull,
  allocatedBytes: countOrNull.describe('its directory with content and options'),
  apparentBytes: countOrNull,
  inodes: countOrNull,
  containers: z
    .array(z.object({ id: text, name: textOrNull, running: z.boolean(), hidden }))
    .describe('its users, those that the engine does not show included'),
  recorded: z.boolean().describe('the engine’s volume database or the engine knows it'),
  onDisk: z.boolean(),
  reclaimableBytes: countOrNull.describe(
    'allocatedBytes when no container uses it and the engine shows it, else 0',
  ),
  engineSizeBytes: countOrNull,
  ...provenance,
});
