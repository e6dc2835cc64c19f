import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateEngine } from '../harness/private-engine.js';
import { until } from '../harness/until.js';
import { imageArchive } from '../harness/workload/image-archive.js';
import { seededBytes } from '../harness/workload/seeded-bytes.js';
import { buildTar, seededFiles } from '../harness/workload/tar.js';

const FILES = 60;
const LAYER_BYTES = 120_000_000;

function names(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

const content = (label: string, length: number): Buffer => seededBytes('crash', label, length);

/**
 * Kills the engine in the middle of `docker load`, as a power cut would. What stays is what real hosts have: a layer
 * that no image uses, a layer directory that nothing references, and an aborted transaction of the layer store.
 * @throws when the load was over before it could be interrupted
 */
export async function crashWhileLoading(engine: PrivateEngine): Promise<void> {
  const layers = await Promise.all([
    buildTar(seededFiles(content, 'opt/toolkit', 10, 20_000_000)),
    buildTar(seededFiles(content, 'opt/models', FILES, LAYER_BYTES)),
  ]);
  const archive = await imageArchive([{ tags: ['analytics/forecast:1'], layers, command: ['sh'] }]);
  const { dataRoot } = engine.layout;
  const overlay = join(dataRoot, 'overlay2');
  const before = new Set(names(overlay));
  // The client fails when the engine dies under it.
  const loading = engine.docker(['load', '--quiet'], { input: archive }).then(
    () => true,
    () => false,
  );
  await until(
    'the second layer to be half unpacked',
    () => {
      const made = names(overlay).filter((name) => !before.has(name));
      return made.some((name) => names(join(overlay, name, 'diff', 'opt', 'models')).length > FILES / 3);
    },
    60_000,
  );
  await engine.kill();
  const writeSets = names(join(dataRoot, 'image', 'overlay2', 'layerdb', 'tmp'));
  if ((await loading) || writeSets.length === 0) throw new Error('the load was over before the crash');
}
