import { z } from 'zod';

/** Bytes or inodes: an exact non-negative integer. */
export const count = z.int().nonnegative();

/** A figure that may be unmeasured; the record's `unmeasuredReason` says why. */
export const countOrNull = count.nullable();

/** RFC 3339, UTC. */
export const time = z.iso.datetime({ offset: true });
export const timeOrNull = time.nullable();

export const text = z.string();
export const textOrNull = z.string().nullable();
export const stringMap = z.record(z.string(), z.string());

/** Where a figure comes from. */
const source = z
  .enum(['disk', 'engine', 'computed', 'unmeasured'])
  .describe(
    'disk: measured by bilge; engine: told by the engine, or by the manager of the volumes that its layers lie in (zfs list); computed: from recorded sizes and settings; unmeasured: see the reason',
  );

export const figureSourceSchema = z.object({
  source,
  reason: textOrNull.describe('why the figure is null or a lower bound; null when it is neither'),
});

export const provenance = {
  source: source.describe(
    'where the figures come from that `sources` does not name; those called engine… and recordedBytes are always told by the engine, and null where it did not say',
  ),
  unmeasuredReason: textOrNull.describe(
    'why figures of this record are null or lower bounds; null when none is; where `sources` gives the same reason for missing figures, it makes no lower bounds of the others',
  ),
  sources: z
    .record(text, figureSourceSchema)
    .optional()
    .describe('figures of this record, by name, whose source or reason is another than the record’s'),
};

/** The measured size of a record: both bases and the inodes. */
export const measured = {
  allocatedBytes: countOrNull.describe('blocks × 512, each inode once: what deleting gives back'),
  apparentBytes: countOrNull.describe('sum of file lengths'),
  inodes: countOrNull,
};

/** The root that has an object. */
export const rootPath = textOrNull.describe(
  'path of the root that has it; null when only the engine told of it',
);

/** Objects of a store or root that the engine does not work with now. */
export const hidden = textOrNull.describe(
  'why the engine does not show it: the engine that was asked, or else the last one to use the root; null when it does',
);
