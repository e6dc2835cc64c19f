import type { ExecutionContext } from 'ava';
import { join } from 'node:path';
import type { Report, RootReport } from '../../../src/report/types.js';
import { duAllocated, duInodes, rootUsage } from './disk-usage.js';

type Figure = 'allocatedBytes' | 'apparentBytes' | 'inodes';

function sumOf(root: RootReport, figure: Figure): number {
  return root.categories.reduce((sum, category) => sum + (category[figure] ?? Number.NaN), 0);
}

/** Each root equals du in bytes, lengths and inodes, and is the sum of its categories; nothing is unaccounted. */
export async function assertAddsUp(t: ExecutionContext, report: Report): Promise<void> {
  t.deepEqual(report.problems, []);
  for (const root of report.roots) {
    const { allocatedBytes, apparentBytes, inodes } = root;
    t.deepEqual({ allocatedBytes, apparentBytes, inodes }, await rootUsage(root.path), root.path);
    t.deepEqual(root.unaccounted, []);
    t.is(root.unaccountedBytes, 0);
    t.is(root.unaccountedInodes, 0);
    const sums = {
      allocatedBytes: sumOf(root, 'allocatedBytes'),
      apparentBytes: sumOf(root, 'apparentBytes'),
      inodes: sumOf(root, 'inodes'),
    };
    t.deepEqual({ allocatedBytes, apparentBytes, inodes }, sums, root.path);
  }
}

/** Each layer, writable layer, log and volume has the bytes and inodes that du sees in its directory. */
export async function assertObjectsMeasured(t: ExecutionContext, report: Report): Promise<void> {
  for (const { path, chainId, allocatedBytes, inodes } of report.layers) {
    if (path === null) return t.fail(`${chainId} has no directory`);
    t.deepEqual([allocatedBytes, inodes], [await duAllocated(path), await duInodes(path)], path);
  }
  for (const container of report.containers) {
    const { writableLayerPath: path, root, id } = container;
    if (path === null || root === null) return t.fail(`${id} has no writable layer`);
    const found = [await duAllocated(path), await duInodes(path)];
    t.deepEqual([container.writableLayerBytes, container.writableLayerInodes], found, path);
    const logs = container.logFiles.map(({ name }) => join(root, 'containers', id, name));
    const told = container.logFiles.reduce((sum, file) => sum + (file.allocatedBytes ?? Number.NaN), 0);
    t.is(told, await duAllocated(...logs), id);
  }
  for (const { name, root, allocatedBytes, inodes } of report.volumes) {
    if (allocatedBytes === null) continue;
    const path = join(root ?? '', 'volumes', name);
    t.deepEqual([allocatedBytes, inodes], [await duAllocated(path), await duInodes(path)], path);
  }
}
