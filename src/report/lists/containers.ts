import { shortId } from '../text/names.js';
import type { ContainerReport } from '../types.js';
import type { ListDefinition } from './column.js';
import { bytesColumn, countColumn, sizeColumn, textColumn, timeColumn } from './columns.js';

function status(container: ContainerReport): string {
  const exit = container.status === 'exited' && container.exitCode !== null ? ` (${container.exitCode})` : '';
  return `${container.status}${exit}${container.statusSource === 'disk' ? ' *' : ''}`;
}

/** A container of an untagged image was named by its id, which says no more than its first digits. */
function imageName(container: ContainerReport): string | null {
  const { imageReference } = container;
  return imageReference?.startsWith('sha256:') === true ? shortId(imageReference) : imageReference;
}

export const containerList: ListDefinition<ContainerReport> = {
  name: 'containers',
  plural: 'containers',
  defaultSort: 'total',
  columns: [
    textColumn('name', 'CONTAINER', 'name', (container) => container.name ?? shortId(container.id), {
      shrinks: true,
    }),
    textColumn('id', 'ID', 'id', (container) => container.id, { shown: false }),
    textColumn('shortid', 'ID', 'first digits of the id', (container) => shortId(container.id)),
    {
      ...textColumn<ContainerReport>(
        'state',
        'STATE',
        'state; * as last recorded',
        (container) => container.status,
      ),
      text: status,
    },
    sizeColumn(
      'writable',
      'WRITABLE',
      'its writable layer',
      (container) => container.writableLayerBytes,
      (container) => container.engineSizeRwBytes,
    ),
    bytesColumn('logs', 'LOGS', 'its log files, rotated ones too', (container) => container.logBytes),
    bytesColumn('total', 'TOTAL', 'what removing it frees', (container) => container.totalBytes),
    countColumn(
      'inodes',
      'INODES',
      'inodes in its writable layer',
      (container) => container.writableLayerInodes,
    ),
    textColumn('image', 'IMAGE', 'the image as it was named', imageName, { shrinks: true }),
    textColumn('project', 'PROJECT', 'compose project', (container) => container.composeProject, {
      shown: false,
    }),
    textColumn('service', 'SERVICE', 'compose service', (container) => container.composeService, {
      shown: false,
    }),
    textColumn('logdriver', 'LOG DRIVER', 'log driver', (container) => container.logDriver, { shown: false }),
    timeColumn('created', 'CREATED', 'when it was created', (container) => container.createdAt),
  ],
};
