import { fileURLToPath } from 'node:url';
import { collectDataRoot, type RootPlace } from '../../src/collectors/data-root/collect-data-root.js';
import { ArchiveFileSource, readArchive } from '../../src/collectors/disk/archive-file-source.js';
import { RecordedWalker } from '../../src/collectors/disk/recorded-walker.js';
import { asObject, asText, parseJsonObject } from '../../src/formats/json-access.js';
import { type ListingEntry, parseListing } from '../../src/formats/walk-listing.js';
import type { Inventory, RootKind } from '../../src/model/inventory.js';
import { NOTHING_LIVE } from '../analyzers/records.js';

/** A host of `fixtures/data-roots` with all of its roots. */
export interface CapturedHost {
  readonly inventory: Inventory;
  /** What was found on the disk, by the name of the root in the archive. */
  readonly entries: ReadonlyMap<string, readonly ListingEntry[]>;
  /** Paths of the roots, by their name in the archive. */
  readonly paths: ReadonlyMap<string, string>;
}

const KINDS: Readonly<Record<string, RootKind>> = { root: 'data-root', containerd: 'containerd-root' };

/** Reads a capture of the roots of a stopped engine, as if they were on this disk and no engine ran. */
export async function capturedHost(name: string): Promise<CapturedHost> {
  const path = fileURLToPath(new URL(`../../../test/fixtures/data-roots/${name}.tar.gz`, import.meta.url));
  const archive = await readArchive(path);
  const capture = parseJsonObject(archive.get('capture.json') ?? '', 'capture.json');
  const { entries } = parseListing(archive.get('listing.txt')?.toString('utf8') ?? '');
  const paths = new Map<string, string>();
  const byRoot = new Map<string, readonly ListingEntry[]>();
  const roots = [];
  for (const [root, key] of [
    ['root', 'dataRoot'],
    ['containerd', 'containerdRoot'],
  ] as const) {
    const own = entries.filter((entry) => entry.path === root || entry.path.startsWith(`${root}/`));
    if (own.length === 0) continue;
    const at = asText(capture[key]) ?? '';
    paths.set(root, at);
    byRoot.set(root, own);
    roots.push(await collectDataRoot(placeOf(root, at, archive, own)));
  }
  return {
    inventory: {
      takenAt: asText(capture['takenAt']) ?? '',
      sample: false,
      ...NOTHING_LIVE,
      host: {
        hostname: asText(asObject(capture)?.['hostname']),
        operatingSystem: null,
        kernelVersion: null,
        cpus: null,
        memoryBytes: null,
      },
      engine: null,
      holdings: null,
      confirmation: null,
      roots: roots.map(({ inventory }) => inventory),
      problems: roots.flatMap(({ problems }) => problems),
    },
    entries: byRoot,
    paths,
  };
}

function placeOf(
  root: string,
  path: string,
  archive: ReadonlyMap<string, Buffer>,
  entries: readonly ListingEntry[],
): RootPlace {
  const prefix = `${root}/`;
  const files = new Map<string, Buffer>();
  for (const [name, data] of archive) if (name.startsWith(prefix)) files.set(name.slice(prefix.length), data);
  const source = new ArchiveFileSource(path, files);
  for (const entry of entries) if (entry.path !== root) source.addPath(entry.path.slice(prefix.length));
  return {
    kind: KINDS[root] ?? 'data-root',
    origin: 'named',
    path,
    files: source,
    walker: new RecordedWalker(entries, root),
    filesystem: null,
    heldByEngine: false,
    mountPoints: [],
    nested: [],
  };
}
