import { z } from 'zod';
import { CATEGORIES } from '../../model/category.js';
import { ROOT_KINDS, ROOT_ORIGINS } from '../../model/inventory.js';
import { count, countOrNull, hidden, measured, provenance, text, textOrNull } from './common.js';

export const categorySchema = z.object({
  category: z.enum(CATEGORIES),
  ...measured,
  objects: countOrNull.describe('how many objects of the category’s kind there are'),
  reclaimableBytes: countOrNull.describe(
    'what the root loses when this category’s unused objects alone are removed: unused images, stopped containers, volumes without container, idle build cache, leftovers',
  ),
  overheadBytes: countOrNull
    .optional()
    .describe(
      'of build-cache alone: the part of allocatedBytes in BuildKit’s own directory, its databases, content and history, which is no record’s',
    ),
  ...provenance,
});

const filesystemSchema = z.object({
  type: textOrNull,
  device: textOrNull,
  mountPoint: textOrNull,
  totalBytes: count,
  usedBytes: count,
  freeBytes: count.describe('free for root'),
  availableBytes: count.describe('free for other users'),
  inodesTotal: countOrNull,
  inodesFree: countOrNull,
});

const poolSchema = z.object({
  name: text,
  toldBy: z.enum(['zfs', 'dmsetup']),
  usedBytes: count.describe('taken by all layers together'),
  totalBytes: countOrNull,
  metadataUsedBytes: countOrNull,
  metadataTotalBytes: countOrNull,
  ...provenance,
});

export const rootSchema = z.object({
  path: text,
  kind: z.enum(ROOT_KINDS),
  origin: z.enum(ROOT_ORIGINS).describe('why bilge looks at it'),
  stores: z
    .array(
      z.object({
        imageStore: z.enum(['graphdriver', 'containerd']),
        storageDriver: text,
        hidden,
        images: count,
        layers: count,
        containers: count,
        allocatedBytes: countOrNull.describe(
          'its layers, blobs, writable layers and records; null when unmeasured',
        ),
        ...provenance,
        pool: poolSchema
          .nullable()
          .describe(
            'the pool that holds all its layers, in no sum of the root; null: none, or nobody told of it',
          ),
      }),
    )
    .describe('its image stores: a change of driver or store leaves the old one behind'),
  filesystem: filesystemSchema.nullable(),
  ...measured,
  categories: z.array(categorySchema),
  reclaimableBytes: countOrNull.describe(
    'what the root loses when the unused objects of all categories are removed together: at least the sum of the categories’',
  ),
  unaccountedBytes: countOrNull.describe('allocatedBytes minus the categories: what no rule explains'),
  unaccountedApparentBytes: countOrNull,
  unaccountedInodes: countOrNull,
  unaccounted: z.array(z.object({ path: text, ...measured })).describe('the paths behind unaccountedBytes'),
  deletedOpenBytes: countOrNull.describe(
    'blocks of deleted files that a process still holds open: in use on the filesystem, but not in allocatedBytes; null when processes could not be looked at',
  ),
  scan: z.object({
    state: z.enum(['running', 'complete', 'cancelled', 'none']),
    elapsedMs: countOrNull,
    vanished: count.describe('entries that disappeared while being looked at'),
    unreadable: count,
    mountsSkipped: z.array(text).describe('mount points below the root, not part of its sum'),
  }),
  ...provenance,
});

export const totalsSchema = z
  .object({ ...measured, reclaimableBytes: countOrNull, ...provenance })
  .describe(
    'sum of all roots: what lies in a root inside another one counts in the inner one alone; a root without a figure makes the sum a lower bound, see unmeasuredReason',
  );
