import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** One entry of an archive. Directories have no content; links say where they lead. */
export type TarEntry =
  | { readonly path: string; readonly content: Buffer | string; readonly mode?: number }
  | { readonly path: string; readonly directory: true }
  | { readonly path: string; readonly symlinkTo: string }
  | { readonly path: string; readonly hardLinkTo: string };

/** Every entry has this time, so that the same entries make the same archive. */
const ENTRY_TIME = new Date('2024-03-01T08:00:00Z');

/** An archive with these entries in this order, all owned by root. */
export async function buildTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  const common = { mtime: ENTRY_TIME, uid: 0, gid: 0 };
  for (const entry of entries) {
    if ('content' in entry) {
      archive.entry({ ...common, name: entry.path, mode: entry.mode ?? 0o644 }, Buffer.from(entry.content));
    } else if ('directory' in entry) {
      archive.entry({ ...common, name: entry.path, type: 'directory', mode: 0o755 });
    } else if ('symlinkTo' in entry) {
      archive.entry({ ...common, name: entry.path, type: 'symlink', linkname: entry.symlinkTo, mode: 0o777 });
    } else {
      archive.entry({ ...common, name: entry.path, type: 'link', linkname: entry.hardLinkTo });
    }
  }
  archive.finalize();
  return buffer(archive);
}

/** Files of seeded content below a folder: `count` of them, `bytes` in all. */
export function seededFiles(
  content: (label: string, length: number) => Buffer,
  folder: string,
  count: number,
  bytes: number,
): TarEntry[] {
  const each = Math.floor(bytes / count);
  return Array.from({ length: count }, (_, index) => {
    const path = `${folder}/part-${String(index).padStart(3, '0')}.bin`;
    return { path, content: content(path, each) };
  });
}
