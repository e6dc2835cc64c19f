import { z } from 'zod';
import { addressPoolsSchema } from './network.js';
import { count, countOrNull, stringMap, text, textOrNull } from './common.js';

export const noticeSchema = z.object({
  origin: z.enum(['engine', 'bilge']),
  code: text.describe('stable identifier; "engine" for the engine’s own warnings'),
  severity: z.enum(['info', 'warning']),
  message: text,
  allocatedBytes: count
    .optional()
    .describe('what it is about takes this much; absent when it is not about space, or that is unmeasured'),
  hint: text.optional().describe('what to do about it'),
  objects: z
    .array(z.object({ kind: z.enum(['container']), id: text, name: textOrNull, allocatedBytes: countOrNull }))
    .optional()
    .describe('what it is about, largest first'),
});

export const engineSchema = z.object({
  reached: z.boolean().describe('false: these facts were read from the disk, no engine was asked'),
  endpoint: textOrNull,
  product: textOrNull,
  version: textOrNull,
  apiVersion: textOrNull,
  minApiVersion: textOrNull,
  usedApiVersion: textOrNull,
  dataRoot: textOrNull,
  execRoot: textOrNull,
  storageDriver: textOrNull,
  driverStatus: z.array(z.tuple([text, text])),
  backingFilesystem: textOrNull,
  imageStore: z.enum(['graphdriver', 'containerd']).nullable(),
  cgroupVersion: textOrNull,
  cgroupDriver: textOrNull,
  loggingDriver: textOrNull,
  loggingOptions: stringMap
    .nullable()
    .describe('default log options; null when the configuration could not be seen'),
  defaultRuntime: textOrNull,
  rootless: z.boolean().nullable(),
  usernsRemap: z.boolean().nullable(),
  liveRestore: z.boolean().nullable(),
  daemonPid: count.nullable(),
  addressPools: addressPoolsSchema.nullable().describe('null when its configuration is not known'),
  notices: z.array(noticeSchema),
});

export const hostSchema = z.object({
  hostname: textOrNull,
  operatingSystem: textOrNull,
  kernelVersion: textOrNull,
  cpus: countOrNull,
  memoryBytes: countOrNull,
});
