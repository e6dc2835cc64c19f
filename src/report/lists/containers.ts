import { formatCount } from '../text/bytes.js';
import { hiddenFooter } from '../text/hidden.js';
import { renderMounts } from '../text/mounts.js';
import { shortId } from '../text/names.js';
import { NONE } from '../text/use.js';
import { wrapText } from '../text/wrap.js';
import type { ContainerReport } from '../types.js';
import type { ListDefinition } from './column.js';
import {
  bytesColumn,
  countColumn,
  inodesColumn,
  nameColumn,
  placeColumns,
  sizeColumn,
  textColumn,
  timeColumn,
} from './columns.js';

function status(container: ContainerReport): string {
  const exit = container.status === 'exited' && container.exitCode !== null ? ` (${container.exitCode})` : '';
  return `${container.status}${exit}${container.statusSource === 'disk' ? ' *' : ''}`;
}

/** A container of an untagged image was named by its id, which says no more than its first digits. */
function imageName(container: ContainerReport): string | null {
  const { imageReference } = container;
  return imageReference?.startsWith('sha256:') === true ? shortId(imageReference) : imageReference;
}

function footer(containers: readonly ContainerReport[], available: number): string[] {
  const recorded = containers.some((container) => container.statusSource === 'disk')
    ? ['', ...wrapText('* the state last recorded on the disk: no engine told it', available)]
    : [];
  return [...recorded, ...hiddenFooter(containers, available), ...renderMounts(containers, available)];
}

/** Ports that the host publishes, each once for all its addresses: `8080→80/tcp`. */
function publishedPorts({ ports }: ContainerReport): string {
  const words = ports.flatMap(({ hostPort, containerPort, protocol }) =>
    hostPort === null ? [] : `${hostPort}→${containerPort}/${protocol}`,
  );
  return [...new Set(words)].join(', ');
}

function riskCodes({ risks }: ContainerReport): string {
  return risks.map(({ code }) => code).join(', ');
}

export const containerList: ListDefinition<ContainerReport> = {
  name: 'containers',
  plural: 'containers',
  about: 'containers with writable layer, logs, mounts',
  defaultSort: 'total',
  records: (report) => report.containers,
  footer,
  columns: [
    nameColumn('name', 'CONTAINER', 'name', (container) => container.name ?? shortId(container.id), {
      shrinks: 'middle',
    }),
    textColumn('id', 'ID', 'id', (container) => container.id, { shown: false }),
    textColumn('shortid', 'ID', 'first digits of the id', (container) => shortId(container.id), { drop: 6 }),
    textColumn('state', 'STATE', 'state; * as last recorded', (container) => container.status, {
      text: status,
      drop: 1,
    }),
    sizeColumn(
      'writable',
      'WRITABLE',
      'its writable layer',
      (container) => container.writableLayerBytes,
      (container) => container.engineSizeRwBytes,
      { field: 'writableLayerBytes', drop: 3 },
    ),
    bytesColumn('logs', 'LOGS', 'its log files, rotated ones too', (container) => container.logBytes, {
      field: 'logBytes',
      drop: 2,
    }),
    bytesColumn('total', 'TOTAL', 'writable and init layer, logs, metadata', (one) => one.totalBytes, {
      field: 'totalBytes',
    }),
    bytesColumn('frees', 'FREES', 'what removing it gives back', (one) => one.reclaimableBytes, {
      field: 'reclaimableBytes',
      shown: false,
    }),
    inodesColumn('inodes of its layers, logs and metadata', 5, (container) => container.inodes),
    countColumn('processes', 'PROCESSES', 'how many processes run in it', (one) => one.processes, {
      text: ({ processes }) => (processes === null ? NONE : formatCount(processes)),
      sparse: true,
      drop: 4.6,
    }),
    textColumn('ports', 'PORTS', 'published ports: of the host→of the container', publishedPorts, {
      sparse: true,
      shrinks: 'end',
      drop: 4.4,
    }),
    textColumn('risks', 'RISKS', 'what makes it less apart from the host', riskCodes, {
      sparse: true,
      shrinks: 'end',
      drop: 4.8,
    }),
    textColumn('image', 'IMAGE', 'the image as it was named', imageName, { shrinks: 'end', drop: 4 }),
    textColumn('imageid', 'IMAGE ID', 'id of its image', (container) => container.imageId, { shown: false }),
    countColumn('mounts', 'MOUNTS', 'how many mounts', (container) => container.mounts.length, {
      shown: false,
    }),
    textColumn('project', 'PROJECT', 'compose project', (container) => container.composeProject, {
      shown: false,
    }),
    textColumn('service', 'SERVICE', 'compose service', (container) => container.composeService, {
      shown: false,
    }),
    textColumn('logdriver', 'LOG DRIVER', 'log driver', (container) => container.logDriver, { shown: false }),
    ...placeColumns<ContainerReport>(),
    timeColumn('created', 'CREATED', 'when it was created', (container) => container.createdAt, { drop: 7 }),
  ],
};
