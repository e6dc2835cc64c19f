import type { ContainerReport } from '../../report/types.js';
import type { RecordContext } from '../lists/context.js';
import { displayText } from '../text/display-text.js';
import { bytesFigure } from '../../report/text/figure.js';
import { dateText } from '../text/figure.js';
import { fit } from '../../report/text/fit.js';
import { writeNetworks } from './container-networks-detail.js';
import { createDetail, type DetailWriter } from './detail-lines.js';
import { writeIsolation } from './isolation-detail.js';
import { writeLimits } from './limits-detail.js';
import { writeLogs } from './log-detail.js';

function statusText(container: ContainerReport): string {
  const code = container.exitCode === null ? '' : `, exit code ${container.exitCode}`;
  const pid = container.pid === null ? '' : `, PID ${container.pid}`;
  return `${container.status}${pid}${code}${container.statusSource === 'disk' ? ', as last recorded on disk' : ''}`;
}

function writeMounts(writer: DetailWriter, container: ContainerReport, context: RecordContext): void {
  const { theme } = context;
  writer.section('Mounts', String(container.mounts.length));
  for (const mount of container.mounts) {
    const from = mount.volumeName ?? mount.source ?? '';
    const access = mount.readOnly ? 'ro' : 'rw';
    writer.line(
      `${fit(mount.type, 7)} ${theme.muted(access)}  ${displayText(mount.destination)}${from === '' ? '' : theme.muted(`  ← ${displayText(from)}`)}`,
    );
  }
  if (container.mounts.length === 0) writer.line(theme.muted('Nothing is mounted.'));
}

/** A container: its state, what it wrote and logged, what is mounted. */
export function containerDetail(
  container: ContainerReport,
  context: RecordContext,
  width: number,
): readonly string[] {
  const writer = createDetail(container, context, width);
  writer.section(displayText(container.name ?? '<no name>'), statusText(container));
  writer.field('id', container.id);
  writer.place(container);
  writer.field('image', container.imageReference);
  writer.field('image id', container.imageId);
  if (container.composeProject !== null) {
    writer.field('compose', `${container.composeProject} / ${container.composeService ?? '?'}`);
  }
  writer.field('created', dateText(container.createdAt));
  writer.field('started', dateText(container.startedAt));
  if (container.processes !== null) writer.field('processes', String(container.processes));
  if (container.finishedAt !== null) writer.field('finished', dateText(container.finishedAt));
  writer.figures('allocated', [
    writer.bytes('total', container.totalBytes, 'totalBytes'),
    writer.bytes('reclaimable', container.reclaimableBytes, 'reclaimableBytes'),
    writer.bytes('writable', container.writableLayerBytes, 'writableLayerBytes'),
    writer.bytes('logs', container.logBytes, 'logBytes'),
    writer.bytes('init layer', container.initLayerBytes, 'initLayerBytes'),
    writer.bytes('metadata', container.metadataBytes, 'metadataBytes'),
  ]);
  writer.figures('apparent', [
    writer.bytes('writable', container.writableLayerApparentBytes, 'writableLayerApparentBytes'),
    writer.bytes('logs', container.logApparentBytes, 'logApparentBytes'),
    { label: 'engine says', text: bytesFigure(container.engineSizeRwBytes, '', context.style) },
  ]);
  writer.figures('inodes', [
    writer.count('total', container.inodes, 'inodes'),
    writer.count('writable', container.writableLayerInodes, 'writableLayerInodes'),
  ]);
  writer.provenance();
  writer.field('writable layer', container.writableLayerPath);
  writer.field('storage driver', container.storageDriver);
  writeLimits(writer, container, context);
  writeIsolation(writer, container, context);
  writeLogs(writer, container, context);
  writeMounts(writer, container, context);
  writeNetworks(writer, container, context);
  writer.map('Labels', container.labels);
  return writer.lines;
}
