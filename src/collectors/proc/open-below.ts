import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { deletedPath, linkedPath } from '../../formats/proc-fd.js';
import type { DirectoryUser, OpenBelowResult } from '../../model/holdings.js';
import { CandidateIndex } from './candidate-index.js';
import { readMountTables } from './mount-tables.js';
import { ProcessCount } from './process-count.js';
import { descriptorsOf, identify, linkOf, mappingsOf, visitProcesses } from './process-files.js';
import { processIds } from './process-list.js';

type Uses = Omit<DirectoryUser, 'pid' | 'comm' | 'startTime'> & { readonly descriptors: number[] };
type Mark = (uses: { -readonly [K in keyof Uses]: Uses[K] }) => void;

/**
 * Which processes use something at or below these directories: an open descriptor (deleted files included), the
 * working or root directory, a mapping. A process in an overlay uses all the directories of that overlay.
 *
 * @param paths absolute, in bilge's own view
 * @throws the signal's reason when it is aborted
 */
export async function openBelow(
  paths: readonly string[],
  options: { readonly procRoot?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<OpenBelowResult> {
  const { procRoot = '/proc', signal } = options;
  const pids = await processIds(procRoot);
  const tables = await readMountTables(procRoot, pids, signal);
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => path)));
  const index = await CandidateIndex.of(real, tables, procRoot);
  const users = real.map((): DirectoryUser[] => []);
  const count = new ProcessCount(tables.unreadable);
  await visitProcesses(pids, signal, async (pid) => {
    const directory = join(procRoot, String(pid));
    const table = tables.tables.get(tables.namespaces.get(pid) ?? '') ?? tables.own;
    const found = new Map<number, { -readonly [K in keyof Uses]: Uses[K] }>();
    const note = (link: string, mark: Mark): void => {
      for (const path of new Set([linkedPath(link), deletedPath(link)])) {
        for (const candidate of path === null ? [] : index.holding(table, path)) {
          const none = { descriptors: [], workingDirectory: false, rootDirectory: false, mapped: false };
          const uses = found.get(candidate) ?? none;
          found.set(candidate, uses);
          mark(uses);
        }
      }
    };
    const descriptors = descriptorsOf(directory);
    count.see(pid, descriptors.state);
    if (descriptors.state === 'gone') return;
    for (const { fd, link } of descriptors.state === 'read' ? descriptors.value : []) {
      note(link, (uses) => uses.descriptors.includes(fd) || uses.descriptors.push(fd));
    }
    const links: readonly [string, Mark][] = [
      ['cwd', (uses) => (uses.workingDirectory = true)],
      ['root', (uses) => (uses.rootDirectory = true)],
    ];
    for (const [name, mark] of links) {
      const link = linkOf(join(directory, name));
      // A zombie has neither.
      if (link.state === 'denied') count.see(pid, 'denied');
      if (link.state === 'read') note(link.value, mark);
    }
    const mappings = await mappingsOf(directory);
    count.see(pid, mappings.state);
    for (const { path } of mappings.state === 'read' ? mappings.value : []) {
      note(path, (uses) => (uses.mapped = true));
    }
    const process = found.size === 0 ? null : await identify(procRoot, pid);
    if (process === null) return;
    for (const [candidate, uses] of found) users[candidate]?.push({ ...process, ...uses });
  });
  return {
    directories: paths.map((path, at) => {
      const processes = (users[at] ?? []).sort((a, b) => a.pid - b.pid);
      return { path, processes };
    }),
    coverage: await count.coverage(procRoot, tables.own.mounts),
  };
}
