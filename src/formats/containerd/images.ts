import type { ContainerdImage } from '../../model/containerd.js';
import type { RecordBucket } from './record-bucket.js';

/** `images/<name>`. The target's annotations stand beside it. Source: containerd, core/metadata/images.go. */
export function readImages(namespace: RecordBucket): ContainerdImage[] {
  const images: ContainerdImage[] = [];
  for (const [name, image] of namespace.child('images').children()) {
    const target = image.child('target');
    const digest = target.requiredText('digest');
    if (digest === null) continue;
    images.push({
      name,
      target: {
        digest,
        mediaType: target.text('mediatype') ?? '',
        sizeBytes: target.size('size'),
        platform: null,
        annotations: image.texts('annotations'),
      },
      createdAt: image.time('createdat'),
      updatedAt: image.time('updatedat'),
      labels: image.texts('labels'),
    });
  }
  return images;
}
