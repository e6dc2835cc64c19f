import { isBuildHistoryWritten } from './build-history.js';
import { rootUsage } from './disk-usage.js';
import { engineRoots } from './layout.js';
import type { PrivateEngine } from './private-engine.js';
import { mustRun } from './run.js';
import { until } from './until.js';

/** Pauses every running container. @returns the ids of those it paused */
export async function pauseAll(engine: PrivateEngine): Promise<readonly string[]> {
  const listed = await engine.docker(['ps', '--quiet', '--no-trunc', '--filter=status=running']);
  const ids = listed.split('\n').filter(Boolean);
  if (ids.length > 0) await engine.docker(['pause', ...ids]);
  return ids;
}

/** What the roots take; `null` while something goes that du(1) was about to look at. */
async function bytesOf(roots: readonly string[]): Promise<number | null> {
  try {
    const usage = await Promise.all(roots.map((root) => rootUsage(root)));
    return usage.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0);
  } catch (error) {
    if (String(error).includes('No such file or directory')) return null;
    throw error;
  }
}

/**
 * Makes the engine's roots stand still: containers paused, the history of builds written to its end, everything written
 * out, and two measurements in a row alike, as file systems allocate late and the engine writes its records behind.
 */
export async function quiesce(engine: PrivateEngine): Promise<void> {
  await pauseAll(engine);
  await until('the history of builds to be written', () => isBuildHistoryWritten(engine), 60_000);
  let before: number | null = null;
  await until(
    'the roots to stand still',
    async () => {
      const roots = engineRoots(engine.layout);
      await mustRun('sync', ['--file-system', ...roots]);
      const last = before;
      before = await bytesOf(roots);
      return before !== null && before === last;
    },
    60_000,
  );
}
