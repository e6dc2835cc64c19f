import { hiddenFooter } from '../text/hidden.js';
import { shortId } from '../text/names.js';
import type { ImageReport } from '../types.js';
import type { ListDefinition } from './column.js';
import {
  bytesColumn,
  countColumn,
  flagColumn,
  inodesColumn,
  nameColumn,
  placeColumns,
  sizeColumn,
  textColumn,
  timeColumn,
} from './columns.js';

function reference(image: ImageReport): string {
  const first = image.references[0];
  if (first === undefined) return image.intermediate ? '<intermediate>' : '<none>';
  const more = image.references.length - 1;
  return more === 0 ? first : `${first} (+${more})`;
}

export const imageList: ListDefinition<ImageReport> = {
  name: 'images',
  plural: 'images',
  about: 'images with total, shared and unique size',
  defaultSort: 'unique',
  records: (report) => report.images,
  footer: hiddenFooter,
  hidden: {
    isHidden: (image) => image.intermediate,
    note: (count) => `${count} intermediate images not shown (--all shows them)`,
  },
  columns: [
    nameColumn('image', 'IMAGE', 'references', reference, { shrinks: 'middle' }),
    textColumn('id', 'ID', 'digest of the configuration', (image) => image.id, { shown: false }),
    textColumn('shortid', 'ID', 'first digits of the id', (image) => shortId(image.id), { drop: 4 }),
    sizeColumn(
      'total',
      'TOTAL',
      'allocated bytes of all its layers',
      (image) => image.totalBytes,
      (image) => image.apparentTotalBytes,
      { field: 'totalBytes', drop: 1 },
    ),
    sizeColumn(
      'shared',
      'SHARED',
      'in layers other listed images hold',
      (image) => image.sharedBytes,
      (image) => image.apparentSharedBytes,
      { field: 'sharedBytes', drop: 5 },
    ),
    sizeColumn(
      'unique',
      'UNIQUE',
      'in layers no other listed image holds',
      (image) => image.uniqueBytes,
      (image) => image.apparentUniqueBytes,
      { field: 'uniqueBytes' },
    ),
    bytesColumn('frees', 'FREES', 'what removing it alone gives back', (image) => image.reclaimableBytes, {
      field: 'reclaimableBytes',
      drop: 2,
    }),
    bytesColumn('apparent', 'APPARENT', 'file lengths in its layers', (image) => image.apparentTotalBytes, {
      field: 'apparentTotalBytes',
      shown: false,
    }),
    inodesColumn('inodes in its layers', 6, (image) => image.inodes),
    countColumn('layers', 'LAYERS', 'how many layers', (image) => image.layers.length, { drop: 8 }),
    countColumn(
      'containers',
      'CONTAINERS',
      'how many containers use it',
      (image) => image.containers.length,
      {
        drop: 3,
      },
    ),
    timeColumn('created', 'CREATED', 'when it was built', (image) => image.createdAt, { drop: 7 }),
    flagColumn('dangling', 'no reference points to it', (image) => image.dangling),
    flagColumn('intermediate', 'parent of another image, without reference', (image) => image.intermediate),
    flagColumn('used', 'a container uses it', (image) => image.containers.length > 0),
    textColumn('references', 'REFERENCES', 'all its references', (image) => image.references.join(' '), {
      shown: false,
      shrinks: 'end',
    }),
    ...placeColumns<ImageReport>(),
    textColumn('platform', 'PLATFORM', 'os/architecture', (image) => image.platform, { shown: false }),
  ],
};
