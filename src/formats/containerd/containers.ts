import type { ContainerdContainer } from '../../model/containerd.js';
import type { RecordBucket } from './record-bucket.js';

/** `containers/<id>`. Source: containerd, core/metadata/containers.go. */
export function readContainerdContainers(namespace: RecordBucket): ContainerdContainer[] {
  return [...namespace.child('containers').children()].map(([id, container]) => ({
    id,
    image: container.text('image'),
    snapshotter: container.text('snapshotter'),
    snapshotKey: container.text('snapshotKey'),
    labels: container.texts('labels'),
  }));
}
