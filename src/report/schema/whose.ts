import { z } from 'zod';
import { CATEGORIES } from '../../model/category.js';
import { count, countOrNull, hidden, provenance, rootPath, text, textOrNull } from './common.js';

/**
 * What a key can turn out to be. `area`: a part of a root that belongs to no single object, such as the engine's own
 * state; its category says whose it is.
 */
const WHOSE_KINDS = [
  'image',
  'layer',
  'blob',
  'container',
  'volume',
  'build-cache',
  'leftover',
  'network',
  'area',
  'process',
  'port',
  'address',
  'interface',
  'control-group',
  'namespace',
] as const;

/** Who can hold something. `engine`: its own state; `namespace`: another client of the same containerd. */
const HOLDER_KINDS = [
  'image',
  'container',
  'process',
  'network',
  'build-cache',
  'lease',
  'namespace',
  'engine',
  'unknown',
] as const;

const holderSchema = z.object({
  kind: z.enum(HOLDER_KINDS),
  id: text,
  name: textOrNull,
  how: text.describe('how it holds it'),
  hidden,
});

const toFreeSchema = z.object({
  objects: z
    .array(
      z.object({
        kind: z.enum(['container', 'image', 'build-cache', 'volume', 'leftover']),
        id: text,
        name: textOrNull,
      }),
    )
    .describe('all that has to be removed for it to go, itself included; an order that works'),
  freedBytes: countOrNull.describe(
    'allocated bytes that the removal of all these objects frees, whatever else goes with them',
  ),
  note: textOrNull.describe('why freedBytes is null, or what has to be done before'),
});

/** The path that was asked about, where the key is one. */
const fileSchema = z.object({
  path: text,
  part: text.describe('which part of the object it is, or lies in'),
  type: z
    .enum(['file', 'directory', 'symlink', 'other', 'absent'])
    .nullable()
    .describe('what is there now; null when nobody looked, or could'),
  allocatedBytes: countOrNull.describe('what du counts there, where it was measured'),
  apparentBytes: countOrNull,
  mountPoint: textOrNull.describe('mount point at or above it: then it is no part of the root’s figures'),
});

const factSchema = z.object({
  label: text.describe('one word, such as user, command, listener'),
  text,
  bytes: countOrNull.describe('where the fact is a size: the figure that the text introduces'),
});

/** One answer of `bilge whose`: what a key is, who holds it, and what would have to go for it to go. */
export const whoseAnswerSchema = z.object({
  key: text.describe('as it was asked'),
  kind: z.enum(WHOSE_KINDS),
  id: text,
  name: textOrNull,
  root: rootPath,
  path: textOrNull.describe('where the object lies; null where it has several places, or none'),
  category: z
    .enum(CATEGORIES)
    .nullable()
    .describe(
      'where the bytes of the path, or of the object, are counted; null: in several categories, or unaccounted',
    ),
  file: fileSchema.nullable(),
  description: text,
  facts: z.array(factSchema).describe('what else there is to say of something that runs or connects'),
  allocatedBytes: countOrNull.describe('the whole object, blocks × 512'),
  inodes: count.nullable(),
  holders: z.array(holderSchema),
  toFree: toFreeSchema,
  hidden,
  evidence: textOrNull.describe('why a leftover is one'),
  source: provenance.source,
  unmeasuredReason: textOrNull.describe('why a figure is null or a lower bound; null when none is'),
});

export const whoseAnswersSchema = z.array(whoseAnswerSchema);
