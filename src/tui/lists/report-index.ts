import { shortId } from '../../report/text/names.js';
import type { ContainerReport, ImageReport, LayerReport, Report } from '../../report/types.js';
import { displayText } from '../text/display-text.js';

/** Records of a report by id, for the details that point from one record to another. */
export interface ReportIndex {
  readonly layers: ReadonlyMap<string, LayerReport>;
  readonly images: ReadonlyMap<string, ImageReport>;
  readonly containers: ReadonlyMap<string, ContainerReport>;
}

const indexes = new WeakMap<Report, ReportIndex>();

/** The index of a report, built once for each. */
export function indexReport(report: Report): ReportIndex {
  let index = indexes.get(report);
  if (index === undefined) {
    index = {
      layers: new Map(report.layers.map((layer) => [layer.chainId, layer])),
      images: new Map(report.images.map((image) => [image.id, image])),
      containers: new Map(report.containers.map((container) => [container.id, container])),
    };
    indexes.set(report, index);
  }
  return index;
}

/** Display name of an image: its first reference, else its short id. */
export function imageName(id: string, index: ReportIndex): string {
  const reference = index.images.get(id)?.references[0];
  return reference === undefined ? shortId(id) : displayText(reference);
}

/** Display name of a container: its name, else its short id. */
export function containerName(id: string, index: ReportIndex): string {
  const name = index.containers.get(id)?.name ?? null;
  return name === null ? shortId(id) : displayText(name);
}
