import { containerDirectory } from '../../../model/data-root-layout.js';
import type { HostContainer } from '../../merge-records.js';
import type { MountPlace } from '../../host-view.js';
import { figures, provenanceOf } from '../../figures/provenance.js';
import { isContainerMount } from '../../store/layer-store.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { RemovalSet } from '../removal-set.js';
import type { StorePlace } from '../../removal/store-place.js';
import type { Subject, SubjectAnswer, SubjectPlace } from '../subject.js';
import { describeRemoval } from '../to-free.js';
import type { WhoseHost } from '../whose-host.js';
import { keysOfPaths, partNameOf } from './keys-of-paths.js';

/** Containers, and writable layers whose container has no configuration. */
export function containerSubjects(host: WhoseHost): Subject[] {
  const known = host.view.containers.map((container): Subject => {
    const { record, root } = container;
    const place = host.view.mountOf(container);
    const directory = { path: containerDirectory(record.id), part: 'its own directory' };
    return {
      kind: 'container',
      root: root?.path ?? null,
      id: record.id,
      name: record.name,
      ...keysOf(record.id, record.name, place),
      places: [...(root === null ? [] : [{ root, ...directory }]), ...placesOf(place)],
      answer: () => answerContainer(host, container),
    };
  });
  return [...known, ...host.stores.flatMap((store) => strays(host, store))];
}

function keysOf(id: string, name: string | null, place: MountPlace | undefined) {
  const { writable = null, init = null, metadata = [] } = place?.mount ?? {};
  const found = keysOfPaths([writable, init, ...metadata]);
  return {
    keys: [id, `${id}-init`, ...(name === null ? [] : [name]), ...found.keys],
    words: [...(name === null ? [] : [`/${name}`]), ...found.words],
  };
}

function placesOf(place: Pick<MountPlace, 'root' | 'mount'> | undefined): SubjectPlace[] {
  if (place === undefined) return [];
  const { root, mount } = place;
  const places = [
    ...(mount.writable === null ? [] : [{ root, path: mount.writable, part: 'its writable layer' }]),
    ...(mount.init === null ? [] : [{ root, path: mount.init, part: 'its init layer' }]),
  ];
  return [...places, ...mount.metadata.map((path) => ({ root, path, part: partNameOf(path) }))];
}

function answerContainer(host: WhoseHost, container: HostContainer): SubjectAnswer {
  const { record, root } = container;
  const report = host.containerReport(container);
  const hidden = report?.hidden ?? null;
  const image = record.imageReference ?? record.imageId;
  return {
    path: root === null ? null : root.absolute(containerDirectory(record.id)),
    category: null,
    description: `a container (${record.status})${image === null ? '' : ` of ${image}`}: writable layer, logs, configuration`,
    allocatedBytes: report?.totalBytes ?? null,
    inodes: report?.inodes ?? null,
    holders: [],
    toFree: describeRemoval(new RemovalSet(host).addContainer(container), hidden),
    hidden,
    evidence: null,
    ...figureProvenance(report, 'totalBytes'),
  };
}

/** Writable layers of containers that no data root has a configuration of. */
function strays(host: WhoseHost, { root, graph, hidden }: StorePlace): Subject[] {
  const mounts = graph.store.mounts.filter(
    (mount) => isContainerMount(mount) && host.containerOf(mount) === undefined,
  );
  return mounts.map((mount): Subject => {
    const paths = [mount.writable, mount.init].filter((path) => path !== null);
    const usage = root.measured && paths.length > 0 ? root.usage.sum(paths) : null;
    const { allocatedBytes, inodes } = figures(usage);
    return {
      kind: 'container',
      root: root.path,
      id: mount.name,
      name: null,
      ...keysOf(mount.name, null, { root, graph, mount }),
      places: placesOf({ root, mount }),
      answer: () => ({
        path: mount.writable === null ? null : root.absolute(mount.writable),
        category: mount.writable === null ? null : (host.ownerOf(root, mount.writable)?.category ?? null),
        description: 'the writable layer of a container whose configuration is not on this host',
        allocatedBytes,
        inodes,
        holders: [],
        toFree: {
          objects: [],
          freedBytes: null,
          note: 'no engine here can remove it: it does not know the container',
        },
        hidden,
        evidence: null,
        ...provenanceOf(root, usage),
      }),
    };
  });
}
