import type { ContainerdLease } from '../../model/containerd.js';
import { utcTimestamp } from '../timestamp.js';
import type { RecordBucket } from './record-bucket.js';

/** A lease with an unreadable time here does not expire, as for containerd. Source: core/metadata/gc.go. */
const EXPIRY = 'containerd.io/gc.expire';

/** `leases/<id>`, whose resources are keys without values. Source: containerd, core/metadata/leases.go. */
export function readLeases(namespace: RecordBucket): ContainerdLease[] {
  return [...namespace.child('leases').children()].map(([id, lease]) => {
    const labels = lease.texts('labels');
    const snapshotters = [...lease.child('snapshots').children()];
    return {
      id,
      createdAt: lease.time('createdat'),
      expiresAt: utcTimestamp(labels[EXPIRY] ?? ''),
      labels,
      snapshots: snapshotters.flatMap(([snapshotter, keys]) =>
        keys.names().map((key) => ({ snapshotter, key })),
      ),
      content: lease.child('content').names(),
      ingests: lease.child('ingests').names(),
      images: lease.child('images').names(),
    };
  });
}
