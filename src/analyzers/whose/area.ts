import { blobFile, IMAGE_NAMESPACE, snapshotDirectory } from '../../model/containerd-layout.js';
import type { Category } from '../../model/category.js';
import { figures, provenanceOf } from '../figures/provenance.js';
import type { RootView } from '../root-view.js';
import type { Holder, SubjectAnswer } from './subject.js';
import type { WhoseHost } from './whose-host.js';

const WHAT: Readonly<Record<Category, string>> = {
  'image-layers': 'space that the storage driver keeps for all layers together',
  'image-content': 'content of images',
  'writable-layers': 'a writable layer without a container that is known',
  'container-logs': 'logs of containers',
  'container-metadata': 'the directory of all containers',
  volumes: 'a volume’s directory that is in no list of volumes',
  'build-cache': 'BuildKit’s own state, or data of a record that is not known',
  'image-metadata': 'the image store’s own records',
  'engine-state': 'the engine’s own state, or work under way',
  'other-namespaces': 'an object of another client of the same containerd',
  leftovers: 'a leftover',
};

/** Why nothing that can be named frees a part of a root. */
const CANNOT_GO: Readonly<Partial<Record<Category, string>>> = {
  'engine-state': 'nothing can free it: it is the engine’s own state',
  'image-metadata': 'nothing can free it: it goes with the image store',
  'other-namespaces': 'nothing of Docker’s frees it: it belongs to another client of containerd',
  'build-cache':
    'no record of the build cache is known to hold it: only an empty build cache is sure to free it',
};

/**
 * A part of a root that belongs to no single object.
 * @param path of the group, or of a directory above groups, relative to the root.
 */
export function describeArea(host: WhoseHost, root: RootView, path: string): SubjectAnswer {
  const category = host.ownerOf(root, path)?.category ?? null;
  const usage = root.measured ? root.usage.at(path) : null;
  const { allocatedBytes, inodes } = figures(usage);
  const below = categoriesBelow(host, root, path);
  const what = category === null ? 'something that no rule of bilge explains' : WHAT[category];
  const mixed = below.size > 1;
  return {
    path: root.absolute(path),
    category: mixed ? null : category,
    description: mixed ? `a directory that holds several objects: ${[...below].sort().join(', ')}` : what,
    allocatedBytes,
    inodes,
    holders: category === null || mixed ? [] : holdersOf(root, path, category),
    toFree: {
      objects: [],
      freedBytes: null,
      note: mixed
        ? 'ask for one of the objects in it'
        : category === null
          ? 'bilge does not know what it is: it is counted as unaccounted'
          : (CANNOT_GO[category] ?? 'no object that is known holds it'),
    },
    hidden: null,
    evidence: null,
    ...provenanceOf(root, usage),
  };
}

/** Categories of the groups at and below a path; what no rule explains is `unaccounted`. */
function categoriesBelow(host: WhoseHost, root: RootView, path: string): Set<string> {
  const found = new Set<string>();
  for (const group of host.groupsOf(root)) {
    if (path !== '' && group !== path && !group.startsWith(`${path}/`)) continue;
    found.add(host.ownerOf(root, group)?.category ?? 'unaccounted');
  }
  return found;
}

function holdersOf(root: RootView, path: string, category: Category): Holder[] {
  if (category === 'other-namespaces') return namespacesOf(root, path);
  const how = category === 'build-cache' ? 'BuildKit keeps it' : 'its own state';
  return [{ kind: 'engine', id: root.path, name: null, how, hidden: null }];
}

/** Namespaces of containerd that have recorded what lies at a path. */
function namespacesOf(root: RootView, path: string): Holder[] {
  return root.inventory.records.containerd.flatMap((store) =>
    store.namespaces.flatMap(({ name, blobs, snapshots }): Holder[] => {
      if (name === IMAGE_NAMESPACE) return [];
      const stored = snapshots.flatMap(({ snapshotter, name: key }) => {
        const all = store.snapshotters.find((one) => one.name === snapshotter)?.snapshots ?? [];
        const id = all.find((one) => one.name === key)?.id;
        return id === undefined ? [] : snapshotDirectory(store.path, snapshotter, id);
      });
      const has = stored.includes(path) || blobs.some(({ digest }) => blobFile(store.path, digest) === path);
      return has ? [{ kind: 'namespace', id: name, name: null, how: 'has recorded it', hidden: null }] : [];
    }),
  );
}
