import { cacheList } from '../lists/cache.js';
import { type ListDefinition, whyEmpty } from '../lists/column.js';
import { containerList } from '../lists/containers.js';
import { imageList } from '../lists/images.js';
import { layerList } from '../lists/layers.js';
import { leftoverList } from '../lists/leftovers.js';
import { logList } from '../lists/logs.js';
import { networkList } from '../lists/networks.js';
import { sortRecords } from '../lists/selection.js';
import { volumeList } from '../lists/volumes.js';
import type { Report } from '../types.js';
import type { ByteStyle } from './bytes.js';
import { renderDf } from './df.js';
import { renderEngine } from './engine.js';
import { cellStyle } from './figure.js';
import { renderList } from './list.js';
import { renderRecommendations } from './recommendations.js';
import { wrapText } from './wrap.js';

/** The whole report for people: engine, accounting and every list. */
export function renderReport(report: Report, style: ByteStyle, available: number): string[] {
  const cells = cellStyle(report, style);
  const section = <T>(list: ListDefinition<T>): string[] => {
    const records = sortRecords(list, list.records(report), undefined);
    const lines =
      records.length === 0
        ? wrapText(whyEmpty(list, report), available)
        : renderList(list, records, {
            style: cells,
            available,
            notices: report.engine?.notices ?? [],
            report,
          });
    return ['', `${list.plural.toUpperCase()} (${records.length})`, ...lines];
  };
  return [
    ...renderDf(report, style, available),
    ...(report.engine === null ? [] : ['', 'ENGINE', ...renderEngine(report.engine, style)]),
    ...section(imageList),
    ...section(layerList),
    ...section(containerList),
    ...section(volumeList),
    ...section(cacheList),
    ...section(leftoverList),
    ...section(networkList),
    ...section(logList),
    ...(report.notCollected.includes('recommendations')
      ? []
      : [
          '',
          `RECOMMENDATIONS (${report.recommendations.length})`,
          ...renderRecommendations(report.recommendations, style, available),
        ]),
  ];
}
