import type { LeftoverKind } from '../model/category.js';

const BY_HAND = 'no engine command removes it: stop the engine, look again, then delete the path';
const COLLECTED = 'containerd’s garbage collection removes it after the next change to the store';

/**
 * The safe way to remove each kind.
 * Source: moby, layer/layer_store.go (layers are never collected; removals are retried at a clean shutdown),
 * daemon/daemon.go (prepareTempDir: the directory for temporary files is emptied at every start); containerd,
 * core/metadata/gc.go.
 */
export const REMOVALS: Readonly<Record<LeftoverKind, string>> = {
  'orphaned-layer-directory': BY_HAND,
  'half-removed-layer': `stop the engine cleanly: it tries the removal again; if it stays, ${BY_HAND}`,
  'aborted-layerdb-transaction': BY_HAND,
  'unreferenced-layer':
    'no engine command removes it: stop the engine, look again, then delete its directory and its record in layerdb together',
  'temporary-download': 'restart the engine: it empties its directory for temporary files when it starts',
  'orphaned-container-directory': BY_HAND,
  'orphaned-snapshot': `${COLLECTED}, such as any \`docker pull\` or \`docker rmi\``,
  'unreferenced-blob': `${COLLECTED}, such as any \`docker pull\` or \`docker rmi\``,
  'stale-ingest': '`ctr --namespace moby content ingest rm`, or wait for its record to expire',
  'stale-lease': '`docker image prune`, or `ctr --namespace moby leases delete` with its id',
};
