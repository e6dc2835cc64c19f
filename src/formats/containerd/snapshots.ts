import type { SnapshotEntry } from '../../model/containerd.js';
import type { RecordBucket } from './record-bucket.js';

/** `snapshots/<snapshotter>/<key>`. Source: containerd, core/metadata/snapshot.go. */
export function readSnapshotEntries(namespace: RecordBucket): SnapshotEntry[] {
  const entries: SnapshotEntry[] = [];
  for (const [snapshotter, snapshots] of namespace.child('snapshots').children()) {
    for (const [key, snapshot] of snapshots.children()) {
      const name = snapshot.requiredText('name');
      if (name === null) continue;
      entries.push({
        snapshotter,
        key,
        name,
        parent: snapshot.text('parent'),
        createdAt: snapshot.time('createdat'),
        labels: snapshot.texts('labels'),
      });
    }
  }
  return entries;
}
