import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateEngine } from './private-engine.js';

/** Directories of an engine that hold one entry for each object or part: content, whose figures must be exact. */
function contentDirectories({ layout }: PrivateEngine): readonly string[] {
  return [
    join(layout.dataRoot, 'overlay2'),
    join(layout.dataRoot, 'containers'),
    join(layout.dataRoot, 'volumes'),
    join(layout.containerdRoot, 'io.containerd.snapshotter.v1.overlayfs/snapshots'),
    join(layout.containerdRoot, 'io.containerd.content.v1.content/blobs/sha256'),
  ];
}

/** The engine's records of layers and images, with an entry for each as well. */
function recordDirectories({ layout }: PrivateEngine): readonly string[] {
  const images = join(layout.dataRoot, 'image/overlay2');
  return [
    join(images, 'layerdb/sha256'),
    join(images, 'layerdb/mounts'),
    join(images, 'imagedb/content/sha256'),
    join(images, 'imagedb/metadata/sha256'),
    join(layout.dataRoot, 'overlay2/l'),
  ];
}

/** Files of databases, and directories that are no object. */
const OTHERS = /\.db$|^(?:l|backingFsBlockDev)$/;

function entriesOf(directories: readonly string[]): Set<string> {
  return new Set(
    directories
      .filter((directory) => existsSync(directory))
      .flatMap((directory) =>
        readdirSync(directory)
          .filter((name) => !OTHERS.test(name))
          .map((name) => join(directory, name)),
      ),
  );
}

/** Absolute paths of every layer, snapshot, blob, container and volume. */
export function contentEntries(engine: PrivateEngine): ReadonlySet<string> {
  return entriesOf(contentDirectories(engine));
}

/** Absolute paths of the records of layers and images, and of the short links of layers. */
export function recordEntries(engine: PrivateEngine): ReadonlySet<string> {
  return entriesOf(recordDirectories(engine));
}
