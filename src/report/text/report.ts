import { containerList } from '../lists/containers.js';
import type { ListDefinition } from '../lists/column.js';
import { imageList } from '../lists/images.js';
import { layerList } from '../lists/layers.js';
import { sortRecords } from '../lists/selection.js';
import { volumeList } from '../lists/volumes.js';
import type { LeftoverReport, Report } from '../types.js';
import { type ByteStyle, formatBytes } from './bytes.js';
import { cleanText } from './clean-text.js';
import { renderDf } from './df.js';
import { renderEngine } from './engine.js';
import { renderList } from './list.js';
import { renderMounts } from './mounts.js';
import { renderTable } from './table.js';

/** The whole report for people: engine, accounting and every list. */
export function renderReport(report: Report, style: ByteStyle, available: number): string[] {
  const section = <T>(list: ListDefinition<T>, records: readonly T[]): string[] => [
    '',
    `${list.name.toUpperCase()} (${records.length})`,
    ...renderList(list, sortRecords(list, records, undefined), style, available),
  ];
  return [
    ...renderDf(report, style, available),
    ...(report.engine === null ? [] : ['', 'ENGINE', ...renderEngine(report.engine)]),
    ...section(imageList, report.images),
    ...section(layerList, report.layers),
    ...section(containerList, report.containers),
    ...renderMounts(report.containers, available),
    ...section(volumeList, report.volumes),
    ...renderLeftovers(report.leftovers, style, available),
  ];
}

function renderLeftovers(
  leftovers: readonly LeftoverReport[],
  style: ByteStyle,
  available: number,
): string[] {
  const title = ['', `LEFTOVERS (${leftovers.length})`];
  if (leftovers.length === 0) return [...title, 'no leftovers'];
  const rows = leftovers.map((leftover) =>
    [leftover.kind, formatBytes(leftover.allocatedBytes, style), leftover.path, leftover.evidence].map(
      cleanText,
    ),
  );
  return [
    ...title,
    ...renderTable(
      [
        { title: 'KIND', align: 'left' },
        { title: 'SIZE', align: 'right' },
        { title: 'PATH', align: 'left', shrinks: true },
        { title: 'EVIDENCE', align: 'left', shrinks: true },
      ],
      rows,
      available,
    ),
  ];
}
