import { FormatError } from './format-error.js';

/** More parents than any chain can have: the engine refuses to stack more than 127 layers. */
const MAX_PARENTS = 1024;

const ID = /^[A-Za-z0-9][\w.-]*$/;

/**
 * `aufs/layers/<id>`: the ids of a layer's parents, one a line, nearest first; empty for a base layer.
 * Source: moby 20.10, daemon/graphdriver/aufs/dirs.go.
 * @throws FormatError for a line that is no id.
 */
export function parseAufsLayers(data: Uint8Array | string): string[] {
  const text = typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
  const parents = text.split('\n', MAX_PARENTS + 1).filter((line) => line !== '');
  if (parents.length > MAX_PARENTS) throw new FormatError('list of aufs layers', 'it has too many lines');
  if (!parents.every((parent) => ID.test(parent)))
    throw new FormatError('list of aufs layers', 'a line is not the name of a layer');
  return parents;
}
