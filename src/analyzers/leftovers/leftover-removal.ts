import type { LeftoverKind } from '../../model/category.js';

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
  'orphaned-writable-layer':
    'no engine command removes it: stop the engine, look again, then delete the directory, the one with -init beside it, and the record in layerdb/mounts together',
  'interrupted-write': BY_HAND,
  'half-removed-container': '`docker rm --force` with its id; the engine also tries again when it starts',
  'orphaned-volume-directory':
    'it may hold data: look inside first. The engine adopts it when it starts again; then `docker volume rm` removes it',
  'missing-volume-directory':
    'there is nothing to free: the engine drops the record when it starts again, or with `docker volume rm`',
  'orphaned-build-bundle': BY_HAND,
  'orphaned-mount-point':
    'make sure that nothing is mounted there, then `rmdir` it: it is an empty directory, and rmdir removes nothing else',
  'dead-mount':
    '`umount` the mount point; where only another mount namespace has it, `nsenter --mount --target PID umount`, or end the process that keeps the namespace',
  'deleted-open-file':
    'restart the process that holds it, or for a log empty it: `truncate --size 0 /proc/PID/fd/FD`',
  'temporary-download': 'restart the engine: it empties its directory for temporary files when it starts',
  'orphaned-container-directory': BY_HAND,
  'orphaned-snapshot': `${COLLECTED}, such as any \`docker pull\` or \`docker rmi\``,
  'unreferenced-blob': `${COLLECTED}, such as any \`docker pull\` or \`docker rmi\``,
  'stale-ingest': '`ctr --namespace moby content ingest rm`, or wait for its record to expire',
  'stale-lease': '`docker image prune`, or `ctr --namespace moby leases delete` with its id',
};
