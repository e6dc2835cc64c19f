import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { collectGarbage } from '../ctr.js';
import { bridgesOf, removeBridges } from '../bridges.js';
import { isBuildHistoryWritten } from '../build-history.js';
import { engineRoots } from '../layout.js';
import { mountsBelow } from '../mounts.js';
import type { PrivateEngine } from '../private-engine.js';
import { mustRun } from '../run.js';
import { until } from '../until.js';
import { mustAsk } from './request.js';

/** A copy of everything an engine keeps, and what ran on it. */
export interface SavedRoots {
  /** Below the engine's own directory. */
  readonly directory: string;
  /** Ids of the containers that run again after a restore. */
  readonly running: readonly string[];
}

const listSchema = z.array(z.object({ Id: z.string() }));

async function runningContainers(engine: PrivateEngine): Promise<readonly string[]> {
  return listSchema.parse(await mustAsk(engine, 'GET', '/containers/json')).map(({ Id }) => Id);
}

/**
 * Whether this is a root of the engine's own: below the directory that was made for it, and not by way of a link. The
 * state file is one that only the harness writes.
 */
function assertOwn({ layout }: PrivateEngine, root: string): void {
  const own =
    /^bilge-engine-\w{6}$/.test(basename(layout.directory)) &&
    existsSync(layout.stateFile) &&
    root.startsWith(`${layout.directory}/`) &&
    realpathSync(root) === root;
  if (!own) throw new Error(`${root} is not the engine's own`);
}

/** Nothing that is mounted below a root may be copied or deleted with it. */
function assertAtRest({ pid }: PrivateEngine, root: string): void {
  if (pid() !== undefined) throw new Error('the engine still runs');
  // In the namespace of an engine of another release too: it passes on to the host what it mounts there.
  const mounts = mountsBelow(root);
  if (mounts.length > 0) throw new Error(`still mounted: ${mounts.join(', ')}`);
}

function copyOf(directory: string, index: number): string {
  return join(directory, String(index));
}

/**
 * Copies with links, holes, owners, times and extended attributes, which say much in a layer. Holes stay where they
 * are, and zeros that were written stay written, so that each file takes what it took.
 */
async function copy(from: string, to: string): Promise<void> {
  await mustRun('cp', ['--archive', '--no-target-directory', '--sparse=auto', '--', from, to]);
}

async function startAgain(engine: PrivateEngine, running: readonly string[]): Promise<void> {
  await engine.start();
  await Promise.all(running.map((id) => mustAsk(engine, 'POST', `/containers/${id}/start`)));
}

/** Stops the engine, once it has nothing left to write, and leaves nothing mounted. */
async function stopAtRest(engine: PrivateEngine): Promise<void> {
  await engine.stop();
  for (const root of engineRoots(engine.layout)) {
    assertOwn(engine, root);
    assertAtRest(engine, root);
  }
}

/**
 * Keeps a copy of the roots as they are after a clean stop, and starts the engine and what ran on it again.
 * @param name of the copy, among those of this engine
 */
export async function saveRoots(engine: PrivateEngine, name = 'saved'): Promise<SavedRoots> {
  await until('the history of builds to be written', () => isBuildHistoryWritten(engine), 60_000);
  const running = await runningContainers(engine);
  await stopAtRest(engine);
  const directory = join(engine.layout.directory, 'copies', name);
  mkdirSync(directory, { recursive: true });
  for (const [index, root] of engineRoots(engine.layout).entries()) {
    await copy(root, copyOf(directory, index));
  }
  await startAgain(engine, running);
  return { directory, running };
}

/** Puts the roots back as they were saved: all that happened since is gone, and what ran then runs. */
export async function restoreRoots(engine: PrivateEngine, saved: SavedRoots): Promise<void> {
  const { dataRoot } = engine.layout;
  await stopAtRest(engine);
  const kept = bridgesOf(copyOf(saved.directory, engineRoots(engine.layout).indexOf(dataRoot)));
  const made = bridgesOf(dataRoot).filter((bridge) => !kept.includes(bridge));
  for (const [index, root] of engineRoots(engine.layout).entries()) {
    if (!existsSync(copyOf(saved.directory, index))) throw new Error(`no copy of ${root}`);
    await mustRun('rm', ['-rf', '--one-file-system', '--', root]);
    await copy(copyOf(saved.directory, index), root);
  }
  // Of networks that the restored engine does not know.
  await removeBridges(made);
  await startAgain(engine, saved.running);
  // At its start BuildKit gives up what its last run held for a while; containerd would collect that at any moment.
  if (engine.imageStore === 'containerd') await collectGarbage(engine);
}
