import { join, dirname } from 'node:path';
import { readMetaDatabase } from '../../formats/containerd/meta-database.js';
import { BoltError } from '../../formats/bolt/error.js';
import type { EngineFacts } from '../../model/engine.js';
import { METADATA_DATABASE } from '../../model/containerd-layout.js';
import { CONTAINERS } from '../../model/data-root-layout.js';
import type { RootPlace } from '../data-root/collect-data-root.js';
import { readBolt } from '../data-root/live-database.js';
import type { LocatedRoot } from '../data-root/open-root.js';
import { openRoot } from '../data-root/open-root.js';
import type { RootCandidate } from '../data-root/root-candidate.js';
import { FileSourceError } from '../disk/file-source.js';
import { findContainerdAt } from '../proc/running-daemons.js';
import { isDockers, type NamespaceNames, sharesContainers } from './containerd-claim.js';
import { containerdRoot } from './daemon-roots.js';
import type { HostPlaces } from './host-places.js';

/** The packaged containerd's socket; `/var/run` is `/run`. */
const PACKAGED_SOCKET = /^(unix:\/\/)?(\/var)?\/run\/containerd\/containerd\.sock$/;

/** Root of the containerd that the engine uses; nothing where it cannot be found. */
export async function engineContainerd(
  facts: Pick<EngineFacts, 'containerdAddress' | 'daemonPid'> | null,
  places: HostPlaces,
): Promise<RootCandidate[]> {
  const { containerdAddress: address = null, daemonPid = null } = facts ?? {};
  const found = await findContainerdAt(places.procRoot, address, daemonPid);
  // One that may not be seen is still known by its address.
  const usual = PACKAGED_SOCKET.test(address ?? '') ? places.containerdRoot : null;
  const path = found === null ? usual : await containerdRoot(found, places.procRoot);
  return path === null ? [] : [{ path, kind: 'containerd-root', origin: 'engine', user: null }];
}

/** The root at a path that nobody has named, if Docker uses it: a containerd of others is none of bilge's business. */
export async function dockersContainerd(path: string): Promise<LocatedRoot | null> {
  return claimed(path, isDockers);
}

/** On a rescued disk, the root beside a data root, if it knows one of its containers. */
export async function containerdBeside(dataRoot: RootPlace): Promise<LocatedRoot | null> {
  const ids = await dataRoot.files.list(CONTAINERS).catch(() => []);
  return claimed(join(dirname(dataRoot.path), 'containerd'), (names) => sharesContainers(names, ids));
}

async function claimed(
  path: string,
  test: (namespaces: readonly NamespaceNames[]) => boolean,
): Promise<LocatedRoot | null> {
  const opened = await openRoot({ path, kind: 'containerd-root', origin: 'default', user: null });
  return opened.state === 'ready' && test(await namespacesOf(opened.place)) ? opened : null;
}

/** The namespaces of a containerd root; none where its database cannot be read. */
async function namespacesOf(place: RootPlace): Promise<readonly NamespaceNames[]> {
  try {
    const reading = await readBolt(place.files, METADATA_DATABASE);
    return reading === null ? [] : readMetaDatabase(reading.database).namespaces;
  } catch (error) {
    if (error instanceof BoltError || error instanceof FileSourceError) return [];
    throw error;
  }
}
