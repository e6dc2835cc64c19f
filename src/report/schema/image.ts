import { z } from 'zod';
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

export const imageSchema = z.object({
  id: text,
  references: z.array(text),
  root: rootPath,
  hidden,
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
  manifests: z
    .array(
      z.object({
        digest: text,
        kind: z.enum(['image', 'attestation', 'unknown']),
        platform: textOrNull,
        available: z.boolean().describe('false: the index names it, and its content is not here'),
        layers: z.array(text),
        layerBytes: countOrNull,
        contentBytes: countOrNull,
      }),
    )
    .describe('the manifests behind it in containerd’s image store, one for each platform; else empty'),
  totalBytes: countOrNull.describe('allocated bytes of the directories of its layers, and of its blobs'),
  sharedBytes: countOrNull.describe('the part in layers and blobs that another listed image holds too'),
  uniqueBytes: countOrNull.describe('the part in layers and blobs that no other listed image holds'),
  layerBytes: countOrNull.describe('the part of totalBytes in layers'),
  contentBytes: countOrNull.describe(
    'the part of totalBytes in blobs of containerd’s content store; 0 with a graph driver',
  ),
  contentSharedBytes: countOrNull,
  contentUniqueBytes: countOrNull,
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
  root: rootPath,
  hidden,
  chainId: text.describe(
    'in containerd’s image store the key of a snapshot that is no layer of an image, too',
  ),
  diffId: textOrNull,
  cacheId: textOrNull.describe('name of its directory: cache id, or number of the snapshot'),
  snapshotKey: textOrNull,
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
