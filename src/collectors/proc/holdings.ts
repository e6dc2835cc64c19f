import { join } from 'node:path';
import type { Holdings, HoldingProcess } from '../../model/holdings.js';
import { DeletedFiles } from './deleted-files.js';
import { mountHoldings } from './mount-holdings.js';
import { readMountTables } from './mount-tables.js';
import { readOverlays } from './overlay-directories.js';
import { ProcessCount } from './process-count.js';
import { descriptorsOf, identify, mappingsOf, visitProcesses } from './process-files.js';
import { processIds } from './process-list.js';
import { rootNames } from './root-names.js';

/** Where to look for holdings. */
export interface HoldingsOptions {
  /** Absolute paths in bilge's own view. */
  readonly roots: readonly string[];
  /** Where the proc filesystem is mounted. */
  readonly procRoot?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What mounts and processes of this host hold below the roots: mounts in any mount namespace, and deleted files that
 * are still open or mapped. Not seen: descriptors under way in a socket, files that only the kernel holds (loop
 * devices, swap), and those of a thread with descriptors of its own.
 *
 * Nothing is thrown for what cannot be read: `coverage` tells.
 * @throws the signal's reason when it is aborted
 */
export async function collectHoldings(options: HoldingsOptions): Promise<Holdings> {
  const { roots, procRoot = '/proc', signal } = options;
  const pids = await processIds(procRoot);
  const tables = await readMountTables(procRoot, pids, signal);
  const names = await rootNames(tables.own, roots);
  const overlays = await readOverlays(tables, procRoot, roots, names);
  const all = [...tables.tables.values()];
  const mountsById = new Map(all.flatMap((table) => [...table.byId]));
  const files = new DeletedFiles({ mountsById, overlays, names });
  const count = new ProcessCount(tables.unreadable);
  await visitProcesses(pids, signal, async (pid) => {
    const directory = join(procRoot, String(pid));
    let known: HoldingProcess | null | undefined;
    const who = async (): Promise<HoldingProcess | null> => (known ??= await identify(procRoot, pid));
    const descriptors = descriptorsOf(directory);
    count.see(pid, descriptors.state);
    if (descriptors.state === 'read') await files.addDescriptors(directory, descriptors.value, who);
    if (descriptors.state === 'gone') return;
    const mappings = await mappingsOf(directory);
    count.see(pid, mappings.state);
    const table = tables.tables.get(tables.namespaces.get(pid) ?? '');
    if (mappings.state !== 'read' || table === undefined) return;
    if (!(await files.addMappings(directory, mappings.value, table, who))) count.see(pid, 'denied');
  });
  const { decided, undecided } = files.results();
  return {
    mounts: mountHoldings(all, overlays, names),
    deletedFiles: decided,
    undecidedFiles: undecided,
    coverage: await count.coverage(procRoot, tables.own.mounts),
  };
}
