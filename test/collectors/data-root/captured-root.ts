import { fileURLToPath } from 'node:url';
import { readArchive } from '../../../src/collectors/disk/archive-file-source.js';
import { RecordedWalker } from '../../../src/collectors/disk/recorded-walker.js';
import { parseListing } from '../../../src/formats/walk-listing.js';

/** The capture of a real data root; its README says how it was made. */
export const CAPTURE = fileURLToPath(
  new URL('../../../../test/fixtures/data-roots/docker-20.10.24.tar.gz', import.meta.url),
);

export interface CapturedRoot {
  /** Metadata files by their path below the data root. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly walker: RecordedWalker;
}

export async function readCapturedRoot(): Promise<CapturedRoot> {
  const archive = await readArchive(CAPTURE);
  const files = new Map<string, Buffer>();
  for (const [path, data] of archive)
    if (path.startsWith('root/')) files.set(path.slice('root/'.length), data);
  const { entries } = parseListing(archive.get('listing.txt')?.toString('utf8') ?? '');
  return { files, walker: new RecordedWalker(entries, 'root') };
}
