/** One dataset, in bytes. Source: zfsprops(7). */
export interface ZfsDataset {
  readonly name: string;
  /** What goes when the dataset is destroyed with its snapshots and children. */
  readonly usedBytes: number;
  /** Its own part of that, without snapshots and children. */
  readonly usedByDatasetBytes: number | null;
  /** What is reached through it, shared with its origin or not. */
  readonly referencedBytes: number | null;
}

/** Columns asked for, in this order: `zfs list -Hp -o …`. */
export const ZFS_COLUMNS = 'name,used,usedbydataset,referenced';

/** A count of bytes; `null` for `-`, which stands for a value a dataset does not have. */
function bytesOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))
    ? Number(text)
    : null;
}

/** Parses `zfs list -Hp -o` {@link ZFS_COLUMNS}: one dataset a line, columns separated by tabs. */
export function parseZfsList(text: string): { datasets: ZfsDataset[]; badLines: number } {
  const datasets: ZfsDataset[] = [];
  let badLines = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const columns = line.split('\t');
    const [name = '', used, usedByDataset, referenced] = columns;
    const usedBytes = bytesOf(used);
    if (columns.length !== 4 || name === '' || usedBytes === null) badLines += 1;
    else
      datasets.push({
        name,
        usedBytes,
        usedByDatasetBytes: bytesOf(usedByDataset),
        referencedBytes: bytesOf(referenced),
      });
  }
  return { datasets, badLines };
}
