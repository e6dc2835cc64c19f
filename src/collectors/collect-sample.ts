import { parseListing } from '../formats/walk-listing.js';
import {
  asCount,
  asObject,
  asText,
  asTime,
  type JsonObject,
  parseJsonObject,
} from '../formats/json-access.js';
import type { Filesystem } from '../model/filesystem.js';
import type { Inventory } from '../model/inventory.js';
import { collectDataRoot } from './data-root/collect-data-root.js';
import { ArchiveFileSource, readArchive } from './disk/archive-file-source.js';
import { RecordedWalker } from './disk/recorded-walker.js';

/** Name of the data root in a capture's listing and of the folder that holds its files. */
const CAPTURED_ROOT = 'root';

/**
 * Reads a capture of a data root as if it were the disk: the same collectors over its metadata files, and a
 * recorded walk in place of the bulk files.
 * @param path of the `.tar.gz`.
 * @throws Error when the capture is damaged.
 */
export async function collectSample(path: string): Promise<Inventory> {
  const archive = await readArchive(path);
  const capture = parseJsonObject(archive.get('capture.json') ?? '', 'capture.json');
  const listing = parseListing(archive.get('listing.txt')?.toString('utf8') ?? '');
  if (listing.badLines > 0) throw new Error(`${path}: ${listing.badLines} lines of listing.txt are damaged`);
  if (!listing.entries.some((entry) => entry.path === CAPTURED_ROOT))
    throw new Error(`${path}: listing.txt does not hold the data root`);
  const root = asText(capture['dataRoot']) ?? '/var/lib/docker';
  const prefix = `${CAPTURED_ROOT}/`;
  const files = new Map<string, Buffer>();
  for (const [name, data] of archive) if (name.startsWith(prefix)) files.set(name.slice(prefix.length), data);
  const source = new ArchiveFileSource(root, files);
  for (const entry of listing.entries) {
    if (entry.path.startsWith(prefix)) source.addPath(entry.path.slice(prefix.length));
  }
  const { inventory, problems } = await collectDataRoot({
    kind: 'data-root',
    origin: 'sample',
    path: root,
    files: source,
    walker: new RecordedWalker(listing.entries, CAPTURED_ROOT),
    filesystem: filesystemOf(asObject(capture['filesystem'])),
    heldByEngine: false,
    heldSince: null,
    mountPoints: [],
    nested: [],
  });
  return {
    takenAt: asTime(capture['takenAt']) ?? new Date(0).toISOString(),
    sample: true,
    scope: 'everything',
    host: {
      hostname: asText(capture['hostname']),
      operatingSystem: null,
      kernelVersion: null,
      cpus: null,
      memoryBytes: null,
    },
    engine: null,
    roots: [inventory],
    holdings: null,
    confirmation: null,
    processes: null,
    controlGroups: null,
    hostNetwork: null,
    problems,
  };
}

/** A figure that was not captured is not 0: without the main ones nothing is known. */
function filesystemOf(recorded: JsonObject | null): Filesystem | null {
  const [totalBytes, usedBytes, freeBytes, availableBytes] = [
    'totalBytes',
    'usedBytes',
    'freeBytes',
    'availableBytes',
  ].map((name) => asCount(recorded?.[name]));
  if (totalBytes == null || usedBytes == null || freeBytes == null || availableBytes == null) return null;
  return {
    type: asText(recorded?.['type']),
    device: null,
    mountPoint: null,
    totalBytes,
    usedBytes,
    freeBytes,
    availableBytes,
    inodesTotal: asCount(recorded?.['inodesTotal']),
    inodesFree: asCount(recorded?.['inodesFree']),
  };
}
