import { CONTENT_STORE, METADATA_DATABASE, snapshotterOf } from '../../model/containerd-layout.js';
import type { ClassifyContext, ContainerdPlace } from './classify-context.js';
import { leftoverAt, type Owner, ownedBy } from './owner.js';

const [METADATA_DIRECTORY = ''] = METADATA_DATABASE.split('/');

/** Directories of a snapshotter that hold one entry for each snapshot. */
const SNAPSHOT_DIRECTORIES: readonly string[] = ['snapshots', 'active', 'view'];

/**
 * Whose a group below a containerd root is; `null`: no rule explains it.
 * @param path of the group, relative to the root that was walked.
 * @param within the same, relative to containerd's root.
 */
export function classifyContainerd(
  path: string,
  within: string,
  place: ContainerdPlace,
  context: ClassifyContext,
): Owner | null {
  const names = within.split('/');
  const [top = '', kind = '', name = '', blob] = names;
  const state = ownedBy('engine-state');
  const databases = ownedBy(place.hasImages ? 'image-metadata' : 'engine-state');
  const isContent = top === CONTENT_STORE;
  if (!isContent && snapshotterOf(top) === null) return top === METADATA_DIRECTORY ? databases : state;
  const isObject = isContent
    ? (kind === 'blobs' && blob !== undefined) || (kind === 'ingest' && name !== '')
    : SNAPSHOT_DIRECTORIES.includes(kind) && name !== '';
  if (!isObject) return databases;
  return context.owners.get(path) ?? unrecorded(path, isContent, kind, place);
}

function unrecorded(path: string, isContent: boolean, kind: string, place: ContainerdPlace): Owner | null {
  if (!place.reliable) return null;
  if (!isContent) {
    return leftoverAt(
      'orphaned-snapshot',
      path,
      'a snapshot directory that containerd’s databases do not have',
    );
  }
  return kind === 'blobs'
    ? leftoverAt('unreferenced-blob', path, 'a blob that no namespace of containerd has recorded')
    : leftoverAt('stale-ingest', path, 'a download that no namespace of containerd has recorded');
}
