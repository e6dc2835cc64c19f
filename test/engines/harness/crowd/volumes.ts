import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PrivateEngine } from '../private-engine.js';
import { inParallel, mustAsk } from './request.js';
import type { Seeded } from './seeded.js';

/** Volumes with names; the first ones are those that containers use. */
export const NAMED_VOLUMES: readonly string[] = Array.from({ length: 22 }, (_, index) => `crowd-v${index}`);

/** Volumes without a name that no container uses. */
const FORGOTTEN = 3;

/** Writes what a container might have written. The folder is that of a volume that nothing has mounted yet. */
function fill(random: Seeded, label: string, folder: string): void {
  const file = (name: string, least: number, most: number): void => {
    const bytes = random.length(`${label} ${name}`, least, most);
    writeFileSync(join(folder, name), random.content(`${label} ${name}`, bytes));
  };
  const shape = random.pick(label, ['empty', 'plain', 'linked', 'sparse', 'many'] as const);
  if (shape === 'empty') return;
  file('first', 100, 300_000);
  if (shape === 'linked') {
    mkdirSync(join(folder, 'more'));
    linkSync(join(folder, 'first'), join(folder, 'more', 'again'));
    linkSync(join(folder, 'first'), join(folder, 'more', 'third'));
    symlinkSync('more/again', join(folder, 'link'));
  } else if (shape === 'sparse') {
    truncateSync(join(folder, 'first'), 30_000_000);
  } else if (shape === 'many') {
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    for (let index = 0; index < 40; index++) file(join('a', 'b', `file-${index}`), 1, 5_000);
  }
}

const madeVolume = z.object({ Name: z.string(), Mountpoint: z.string() });

/** Makes volumes and fills most of them, by the seed: links, holes, many small files, nothing. */
export async function makeVolumes(engine: PrivateEngine, random: Seeded): Promise<void> {
  const forgotten = Array.from({ length: FORGOTTEN }, (_, index) => `forgotten ${index}`);
  await inParallel(
    2,
    [...NAMED_VOLUMES, ...forgotten].map((label, index) => async () => {
      const named = index < NAMED_VOLUMES.length ? { Name: label } : {};
      const made = madeVolume.parse(await mustAsk(engine, 'POST', '/volumes/create', named));
      fill(random, label, made.Mountpoint);
    }),
  );
}

/** Names of the networks of a crowd. */
export const NETWORKS = ['crowd-n0', 'crowd-n1', 'crowd-n2'] as const;

/** Makes networks, one after the other: the engine looks for a free range of addresses each time. */
export async function makeNetworks(engine: PrivateEngine): Promise<void> {
  for (const Name of NETWORKS) await mustAsk(engine, 'POST', '/networks/create', { Name });
}
