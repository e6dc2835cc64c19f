import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { mustRun } from './run.js';

const insideProcess = z.object({
  pid: z.number(),
  parentPid: z.number(),
  comm: z.string(),
  zombie: z.boolean(),
  args: z.array(z.string()),
  cgroup: z.string(),
});

/** A process as `/proc` shows it inside of a pid namespace: ids of there, 0 for a parent outside. */
export type InsideProcess = Readonly<z.infer<typeof insideProcess>>;

const READER = fileURLToPath(new URL('inside-view-reader.js', import.meta.url));

/**
 * All processes that `/proc` shows in the pid namespace of a process of this host, ascending by pid: those of the
 * namespaces below are there too. The namespace is entered with nsenter(1), and proc mounted where nobody else sees it.
 */
export async function insideView(hostPid: number): Promise<readonly InsideProcess[]> {
  const script = 'mount -t proc proc /proc && exec "$@"';
  const reader = [process.execPath, READER];
  const inside = ['unshare', '--mount', 'sh', '-c', script, 'inside-view', ...reader];
  const output = await mustRun('nsenter', [`--target=${hostPid}`, '--pid', '--', ...inside]);
  const processes = z.array(insideProcess).parse(JSON.parse(output.toString()));
  return processes.sort((left, right) => left.pid - right.pid);
}
