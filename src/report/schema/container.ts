import { z } from 'zod';
import { CONTAINER_STATUSES } from '../../model/container.js';
import { NAMESPACE_KINDS } from '../../model/process.js';
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
import { controlSchema } from './control.js';
import { containerEndpointSchema, portSchema } from './network.js';

const containerMountSchema = z.object({
  type: z.enum(['volume', 'bind', 'tmpfs', 'other']),
  source: textOrNull,
  destination: text,
  volumeName: textOrNull,
  volumeDriver: textOrNull,
  readOnly: z.boolean(),
});

const LOG_PLACES = ['files', 'journal', 'remote', 'nothing', 'unknown'] as const;

const loggingSchema = z
  .object({
    driver: textOrNull.describe('log driver; the engine’s default where the container’s record names none'),
    keeps: z
      .enum(LOG_PLACES)
      .describe(
        'where the driver puts the log: files below the root; the journal of the host; remote: sent away, mostly with a copy in files; nothing; unknown',
      ),
    sizeBytes: countOrNull.describe(
      'allocated bytes of its files now; null where the log is not in files, which the note says',
    ),
    maxSizeBytes: countOrNull.describe('size at which a file is turned over; null: never, or not in files'),
    maxFiles: countOrNull.describe('files that are kept, the one that is written to included'),
    compress: z.boolean().nullable().describe('files that were turned over are compressed'),
    maxBytes: countOrNull.describe(
      'the most that its files can grow to, file lengths before compression, apart from one message a file; null: nothing limits them, or not known',
    ),
    bounded: z.boolean().nullable().describe('something limits the files; null where that is not known here'),
    note: textOrNull.describe('what there is to say about it, and why figures are null'),
  })
  .describe('where its log goes, and what bounds it: the options in force, defaults of the driver included');

const namespaceSchema = z.object({
  kind: z.enum(NAMESPACE_KINDS),
  inode: countOrNull.describe('null when it could not be seen'),
  host: z.boolean().nullable().describe('it is the host’s own'),
  sharedWith: z.array(text).describe('ids of the other containers that are in it; empty for the host’s own'),
});

const riskSchema = z.object({
  code: text.describe('stable identifier, such as host-pid, privileged, engine-socket'),
  message: text.describe('what it lets the container do'),
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
  logging: loggingSchema,
  logFiles: z.array(z.object({ name: text, allocatedBytes: countOrNull, apparentBytes: countOrNull })),
  metadataBytes: countOrNull.describe('allocated bytes of its configuration, mount record and short links'),
  inodes: countOrNull.describe('inodes of writable and init layer, logs, configuration and records'),
  totalBytes: countOrNull.describe('writable, init, logs and metadata: what removing the container frees'),
  reclaimableBytes: countOrNull.describe(
    'totalBytes when it is stopped, 0 when it runs, is paused or restarts',
  ),
  engineSizeRwBytes: countOrNull,
  mounts: z.array(containerMountSchema),
  processes: countOrNull.describe('how many run in it; null when not seen'),
  namespaces: z
    .array(namespaceSchema)
    .describe('of its first process; empty when it does not run or is not seen'),
  risks: z
    .array(riskSchema)
    .describe('what makes it less apart from the host than containers are by default'),
  control: controlSchema.nullable().describe('limits and use; null when neither is known'),
  networkMode: textOrNull.describe('as set: a network’s name, host, none, container:<id>'),
  endpoints: z.array(containerEndpointSchema),
  ports: z.array(portSchema),
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
