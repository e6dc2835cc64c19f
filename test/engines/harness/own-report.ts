import type { Report, RootReport } from '../../../src/report/types.js';
import type { PrivateEngine } from './private-engine.js';

/** A report without what belongs to other engines that the machine may run at the same time. */
export function ownPart(engine: PrivateEngine, report: Report): Report {
  const isOwn = (root: string | null): boolean =>
    root === null || `${root}/`.startsWith(`${engine.layout.directory}/`);
  const own = <T extends { readonly root: string | null }>(records: readonly T[]): T[] =>
    records.filter(({ root }) => isOwn(root));
  return {
    ...report,
    roots: report.roots.filter(({ path }) => isOwn(path)),
    images: own(report.images),
    layers: own(report.layers),
    containers: own(report.containers),
    volumes: own(report.volumes),
    buildCache: own(report.buildCache),
    leftovers: own(report.leftovers),
    problems: report.problems.filter(({ path }) => path === null || isOwn(path)),
  };
}

/** Everything the report says that does not depend on whether an engine was asked or runs. */
export function objects(report: Report) {
  return {
    images: report.images.map((image) => ({ ...image, engineSizeBytes: null })),
    layers: report.layers,
    containers: report.containers.map((container) => ({
      id: container.id,
      name: container.name,
      writableLayerPath: container.writableLayerPath,
      writableLayerBytes: container.writableLayerBytes,
      writableLayerApparentBytes: container.writableLayerApparentBytes,
      writableLayerInodes: container.writableLayerInodes,
      initLayerBytes: container.initLayerBytes,
      logBytes: container.logBytes,
      logFiles: container.logFiles,
      mounts: container.mounts,
    })),
    volumes: report.volumes.map((volume) => ({
      name: volume.name,
      allocatedBytes: volume.allocatedBytes,
      apparentBytes: volume.apparentBytes,
      inodes: volume.inodes,
      options: volume.options,
      labels: volume.labels,
      anonymous: volume.anonymous,
    })),
    buildCache: report.buildCache.map((record) => ({
      id: record.id,
      type: record.type,
      path: record.path,
      allocatedBytes: record.allocatedBytes,
      inodes: record.inodes,
      shared: record.shared,
    })),
    leftovers: report.leftovers,
  };
}

/** What each category of each root holds. */
export function categoryFigures(roots: readonly RootReport[]) {
  return roots.map(({ path, categories }) => ({
    path,
    categories: categories.map(({ category, allocatedBytes, apparentBytes, inodes }) => ({
      category,
      allocatedBytes,
      apparentBytes,
      inodes,
    })),
  }));
}
