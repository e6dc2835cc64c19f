import { hiddenFooter } from '../text/hidden.js';
import { shortId } from '../text/names.js';
import type { BuildCacheReport } from '../types.js';
import type { ListDefinition } from './column.js';
import {
  ageColumn,
  bytesColumn,
  countColumn,
  inodesColumn,
  nameColumn,
  placeColumns,
  shownFlagColumn,
  sizeColumn,
  textColumn,
  timeColumn,
  toldColumn,
} from './columns.js';

/** More than the driver's own files beside the data, such as `lower` and `link`, which the engine does not count. */
const OWN_FILES = 4096;

/**
 * The engine's own figure where it is another than the one on the disk; of a cache mount it is frozen at its first
 * measurement. Of data that an image holds too the engine counts nothing, or only what was added.
 */
function differingEngineSize(record: BuildCacheReport): number | null {
  const { engineSizeBytes, allocatedBytes, apparentBytes, shared } = record;
  if (engineSizeBytes === null || shared || engineSizeBytes === allocatedBytes) return null;
  return Math.abs(engineSizeBytes - (apparentBytes ?? -1 - OWN_FILES)) <= OWN_FILES ? null : engineSizeBytes;
}

export const cacheList: ListDefinition<BuildCacheReport> = {
  name: 'cache',
  plural: 'build cache records',
  about: 'build cache records with size, sharing and last use',
  defaultSort: 'size',
  records: (report) => report.buildCache,
  footer: hiddenFooter,
  columns: [
    nameColumn('shortid', 'CACHE ID', 'first characters of the id', (record) => shortId(record.id), {
      drop: 2,
    }),
    textColumn('id', 'ID', 'id', (record) => record.id, { shown: false, shrinks: 'middle' }),
    textColumn('type', 'TYPE', 'kind of record', (record) => record.type, { drop: 4, shrinks: 'end' }),
    sizeColumn(
      'size',
      'SIZE',
      'allocated bytes',
      (record) => record.allocatedBytes,
      (record) => record.engineSizeBytes,
      { field: 'allocatedBytes' },
    ),
    bytesColumn('apparent', 'APPARENT', 'sum of file lengths', (one) => one.apparentBytes, {
      field: 'apparentBytes',
      drop: 10,
    }),
    inodesColumn('inodes', 8, (record) => record.inodes),
    bytesColumn('frees', 'FREES', 'what removing it gives back', (one) => one.reclaimableBytes, {
      field: 'reclaimableBytes',
      drop: 1,
    }),
    shownFlagColumn('shared', 'SHARED', 'an image or a container holds its data too', (one) => one.shared, {
      drop: 5,
    }),
    shownFlagColumn('used', 'IN USE', 'a build uses it now', (record) => record.inUse, { drop: 6 }),
    ageColumn('lastused', 'LAST USED', 'how long ago it was used', (record) => record.lastUsedAt, {
      drop: 3,
    }),
    countColumn('uses', 'USES', 'how often it was used', (record) => record.usageCount, { drop: 9 }),
    toldColumn('engine', 'ENGINE SAYS', 'the engine’s figure where it differs', differingEngineSize, {
      drop: 7,
      sparse: true,
    }),
    textColumn('description', 'DESCRIPTION', 'the step that made it', (record) => record.description, {
      shrinks: 'end',
    }),
    ...placeColumns<BuildCacheReport>(),
    timeColumn('created', 'CREATED', 'when it was made', (record) => record.createdAt, { shown: false }),
    textColumn('chainid', 'CHAIN ID', 'layer that is its data', (one) => one.chainId, { shown: false }),
    textColumn('path', 'PATH', 'its directory', (record) => record.path, {
      shown: false,
      shrinks: 'middle',
    }),
  ],
};
