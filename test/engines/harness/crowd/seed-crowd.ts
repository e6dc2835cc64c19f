import { isBuildHistoryWritten } from '../build-history.js';
import { collectGarbage } from '../ctr.js';
import type { PrivateEngine } from '../private-engine.js';
import { until } from '../until.js';
import { buildImages } from './built-images.js';
import { commitContainers, makeContainers } from './containers.js';
import { danglingImages, describeCrowd } from './describe.js';
import { loadImages } from './loaded-images.js';
import { seeded } from './seeded.js';
import type { Crowd } from './types.js';
import { makeNetworks, makeVolumes } from './volumes.js';

/**
 * Fills a private engine with many small objects of every kind that share layers, volumes and build cache in many
 * ways. Nothing comes from a registry; the same seed makes the same content, and the same ids of what is loaded.
 */
export async function seedCrowd(engine: PrivateEngine, seed: string): Promise<Crowd> {
  const random = seeded(seed);
  await Promise.all([loadImages(engine, random), makeVolumes(engine, random), makeNetworks(engine)]);
  await buildImages(engine, random);
  await makeContainers(engine, random, await danglingImages(engine));
  await commitContainers(engine);
  if (engine.imageStore === 'containerd') await collectGarbage(engine);
  await until('the history of builds to be written', () => isBuildHistoryWritten(engine), 60_000);
  return describeCrowd(engine);
}
