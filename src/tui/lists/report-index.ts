import { shortId } from '../../report/text/names.js';
import type { ContainerReport, ImageReport, LayerReport, Report } from '../../report/types.js';
import { displayText } from '../text/display-text.js';

/** Something of an image store of a root. */
type Stored = Pick<ImageReport, 'root' | 'imageStore' | 'storageDriver'>;

/** What tells objects of image stores apart on the whole host. */
export function storedId({ root, imageStore, storageDriver }: Stored, id: string): string {
  return `${id} ${imageStore} ${storageDriver ?? ''} ${root ?? ''}`;
}

/** Records of a report by id, for the details that point from one record to another. */
export interface ReportIndex {
  /** By `storedId`: two stores may have layers and images with the same id. */
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
      layers: new Map(report.layers.map((layer) => [storedId(layer, layer.chainId), layer])),
      images: new Map(report.images.map((image) => [storedId(image, image.id), image])),
      containers: new Map(report.containers.map((container) => [container.id, container])),
    };
    indexes.set(report, index);
  }
  return index;
}

/** Display name of an image of the same store: its first reference, else its short id. */
export function imageName(at: Stored, id: string, index: ReportIndex): string {
  const reference = index.images.get(storedId(at, id))?.references[0];
  return reference === undefined ? shortId(id) : displayText(reference);
}

/** Display name of a container: its name, else its short id. */
export function containerName(id: string, index: ReportIndex): string {
  const name = index.containers.get(id)?.name ?? null;
  return name === null ? shortId(id) : displayText(name);
}
