import { mustRun } from '../harness/run.js';
import { escapePath } from './escape.js';

/** Fields before the path, one space between: type, mode, uid, gid, size, blocks, links, inode, mtime, device. */
const FIELDS = '%y %m %U %G %s %b %n %i %T@ %D';

/** Turns the records `fields/path NUL` of find(1) into lines `fields name/path`, sorted by path. */
export function listingLines(records: Buffer, name = 'root'): string[] {
  const lines: { readonly path: string; readonly line: string }[] = [];
  for (let start = 0, end = records.indexOf(0); end >= 0; start = end + 1, end = records.indexOf(0, start)) {
    const slash = records.indexOf('/', start);
    const below = records.subarray(slash + 1, end);
    const path = below.length === 0 ? name : `${name}/${escapePath(below)}`;
    lines.push({ path, line: `${records.toString('latin1', start, slash)} ${path}` });
  }
  return lines.sort((left, right) => (left.path < right.path ? -1 : 1)).map(({ line }) => line);
}

/** Every path of a data root on its file system, as lines; the data root itself is called `name`. */
export async function listDataRoot(dataRoot: string, name = 'root'): Promise<string[]> {
  return listingLines(await mustRun('find', [dataRoot, '-xdev', '-printf', `${FIELDS}/%P\\0`]), name);
}
