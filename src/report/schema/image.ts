import { z } from 'zod';
import { count, countOrNull, provenance, stringMap, text, textOrNull, timeOrNull } from './common.js';

export const imageSchema = z.object({
  id: text,
  references: z.array(text),
  imageStore: z.enum(['graphdriver', 'containerd']),
  storageDriver: textOrNull,
  platform: textOrNull,
  createdAt: timeOrNull,
  taggedAt: timeOrNull,
  dangling: z.boolean().describe('no reference points to it'),
  intermediate: z
    .boolean()
    .describe('dangling, and the parent of another image: hidden without `docker images -a`'),
  parentId: textOrNull,
  containers: z.array(text).describe('ids of the containers made from it'),
  labels: stringMap,
  layers: z.array(text).describe('chain ids, lowest layer first'),
  totalBytes: countOrNull.describe('allocated bytes of the directories of its layers'),
  sharedBytes: countOrNull.describe('the part in layers that another listed image holds too'),
  uniqueBytes: countOrNull.describe('the part in layers that no other listed image holds'),
  apparentTotalBytes: countOrNull,
  apparentSharedBytes: countOrNull,
  apparentUniqueBytes: countOrNull,
  inodes: countOrNull,
  metadataBytes: countOrNull.describe(
    'allocated bytes of its configuration and of its unique layers’ records',
  ),
  reclaimableBytes: countOrNull.describe('what removing this image alone frees; 0 while a container uses it'),
  engineSizeBytes: countOrNull.describe('the engine’s own figure'),
  ...provenance,
});

export const layerSchema = z.object({
  chainId: text,
  diffId: textOrNull,
  cacheId: textOrNull,
  parentChainId: textOrNull,
  imageStore: z.enum(['graphdriver', 'containerd']),
  storageDriver: textOrNull,
  path: textOrNull.describe('its directory'),
  createdBy: textOrNull.describe('the build step that made it'),
  allocatedBytes: countOrNull.describe('its directory, blocks × 512'),
  apparentBytes: countOrNull,
  inodes: countOrNull,
  metadataBytes: countOrNull.describe('allocated bytes of its record and its short link'),
  recordedBytes: countOrNull.describe('size the engine recorded when the layer was made (apparent)'),
  images: z.array(text).describe('ids of the images that hold it, intermediate ones included'),
  containers: z.array(text).describe('ids of the containers that stand on it'),
  buildCache: z.boolean().describe('BuildKit holds it'),
  references: count.describe('how many listed images hold it'),
  ...provenance,
});
