import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

/**
 * Bridges this engine made, by the records of its own network database: they survive the engine. The names are
 * looked for in the raw bytes, so that a database torn by a crash still gives them. Docker names a bridge `br-`
 * and 12 digits of the network's random id; no other name is touched.
 */
export function bridgesOf(dataRoot: string): readonly string[] {
  const database = join(dataRoot, 'network', 'files', 'local-kv.db');
  if (!existsSync(database)) return [];
  const text = readFileSync(database, 'latin1');
  const found = [...text.matchAll(/"BridgeName":"(br-[0-9a-f]{12})"/g)].map((match) => match[1] ?? '');
  return [...new Set(found)].filter((name) => existsSync(join('/sys/class/net', name, 'bridge')));
}

/** Deletes these bridges. */
export async function removeBridges(bridges: readonly string[]): Promise<void> {
  for (const bridge of bridges) await run('ip', ['link', 'delete', bridge]);
}
