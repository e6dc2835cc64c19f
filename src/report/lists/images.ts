import { shortId } from '../text/names.js';
import type { ImageReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { bytesColumn, countColumn, flagColumn, sizeColumn, textColumn, timeColumn } from './columns.js';

function reference(image: ImageReport): string {
  const first = image.references[0];
  if (first === undefined) return image.intermediate ? '<intermediate>' : '<none>';
  const more = image.references.length - 1;
  return more === 0 ? first : `${first} (+${more})`;
}

export const imageList: ListDefinition<ImageReport> = {
  name: 'images',
  plural: 'images',
  defaultSort: 'unique',
  columns: [
    textColumn('image', 'IMAGE', 'references', reference, { shrinks: true }),
    textColumn('id', 'ID', 'digest of the configuration', (image) => image.id, { shown: false }),
    textColumn('shortid', 'ID', 'first digits of the id', (image) => shortId(image.id)),
    sizeColumn(
      'total',
      'TOTAL',
      'allocated bytes of all its layers',
      (image) => image.totalBytes,
      (image) => image.apparentTotalBytes,
    ),
    sizeColumn(
      'shared',
      'SHARED',
      'in layers other listed images hold',
      (image) => image.sharedBytes,
      (image) => image.apparentSharedBytes,
    ),
    sizeColumn(
      'unique',
      'UNIQUE',
      'in layers no other listed image holds',
      (image) => image.uniqueBytes,
      (image) => image.apparentUniqueBytes,
    ),
    bytesColumn('frees', 'FREES', 'what removing it alone gives back', (image) => image.reclaimableBytes),
    bytesColumn(
      'apparent',
      'APPARENT',
      'sum of file lengths of its layers',
      (image) => image.apparentTotalBytes,
      {
        shown: false,
      },
    ),
    countColumn('layers', 'LAYERS', 'how many layers', (image) => image.layers.length),
    countColumn('containers', 'CONTAINERS', 'how many containers use it', (image) => image.containers.length),
    timeColumn('created', 'CREATED', 'when it was built', (image) => image.createdAt),
    flagColumn('dangling', 'no reference points to it', (image) => image.dangling),
    flagColumn('intermediate', 'parent of another image, without reference', (image) => image.intermediate),
    flagColumn('used', 'a container uses it', (image) => image.containers.length > 0),
    textColumn('platform', 'PLATFORM', 'os/architecture', (image) => image.platform, { shown: false }),
  ],
};
