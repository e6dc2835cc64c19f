import type { ContainerRecord } from '../model/container.js';
import { containerDirectory, isLogFile, layerMountDirectory, LOCAL_LOGS } from '../model/data-root-layout.js';
import type { LayerMountRecord } from '../model/image.js';
import type { GraphStore } from '../model/inventory.js';
import { addBytes } from '../model/usage.js';
import type { ContainerReport } from '../report/types.js';
import { contentPath, type HostView, isRunning, linkOf, storeUnmeasuredReason } from './host-view.js';
import type { MergedContainer } from './merge-records.js';
import { provenanceOf } from './provenance.js';
import { sumMet } from './usage-index.js';

interface MountPlace {
  readonly store: GraphStore;
  readonly mount: LayerMountRecord;
}

const NO_LOGS: LogPaths = { subtrees: [], files: [] };

/** Reports on every container: its writable and init layer, logs, metadata and mounts. */
export function reportContainers(view: HostView): ContainerReport[] {
  const places = new Map<string, MountPlace>();
  for (const { store } of view.graphs)
    for (const mount of store.mounts) places.set(mount.name, { store, mount });
  const logFiles = logFilesByContainer(view);
  return view.containers.map((container) =>
    reportContainer(
      view,
      container,
      places.get(container.record.id),
      logFiles.get(container.record.id) ?? NO_LOGS,
    ),
  );
}

function reportContainer(
  view: HostView,
  { record, statusSource }: MergedContainer,
  place: MountPlace | undefined,
  logPaths: LogPaths,
): ContainerReport {
  const rootPath = view.root?.path ?? '';
  const directory = view.measured ? view.usage.at(containerDirectory(record.id)) : null;
  const writablePath = mountPath(place, place?.mount.mountId);
  const writable = writablePath === null || !view.measured ? null : view.usage.at(writablePath);
  const initPath = mountPath(place, place?.mount.initId);
  const init = initPath === null || !view.measured ? null : view.usage.at(initPath);
  const logs = directory === null ? null : view.usage.sum(logPaths.subtrees);
  const links =
    place === undefined
      ? []
      : [place.mount.mountId, place.mount.initId].flatMap((id) => linkOf(place.store, id));
  const mountRecord = place === undefined ? [] : [layerMountDirectory(place.store.driver, place.mount.name)];
  const metadataBytes =
    directory === null || logs === null
      ? null
      : addBytes(
          Math.max(0, directory.allocatedBytes - logs.allocatedBytes),
          view.usage.allocated([...mountRecord, ...links]),
        );
  const totalBytes =
    metadataBytes === null || writable === null
      ? null
      : [metadataBytes, logs?.allocatedBytes ?? 0, writable.allocatedBytes, init?.allocatedBytes ?? 0].reduce(
          addBytes,
          0,
        );
  return {
    ...describeContainer(record),
    statusSource,
    writableLayerPath: writablePath === null ? null : `${rootPath}/${writablePath}`,
    writableLayerBytes: writable?.allocatedBytes ?? null,
    writableLayerApparentBytes: writable?.apparentBytes ?? (view.measured ? null : record.engineSizeRwBytes),
    writableLayerInodes: writable?.inodes ?? null,
    initLayerBytes: init?.allocatedBytes ?? null,
    logBytes: logs?.allocatedBytes ?? null,
    logApparentBytes: logs?.apparentBytes ?? null,
    logFiles: logPaths.files.map((path) => {
      const usage = view.usage.at(path);
      const name = path.slice(containerDirectory(record.id).length + 1);
      return {
        name,
        allocatedBytes: usage?.allocatedBytes ?? null,
        apparentBytes: usage?.apparentBytes ?? null,
      };
    }),
    metadataBytes,
    totalBytes,
    reclaimableBytes: isRunning(record.status) ? 0 : totalBytes,
    engineSizeRwBytes: record.engineSizeRwBytes,
    ...provenanceOf(view, sumMet([directory, writable, init]), {
      fromEngine: !view.measured && record.engineSizeRwBytes !== null,
      otherwise: totalBytes === null ? missingReason(place, directory === null) : null,
    }),
  };
}

/** Why a container's figures are missing where the scan as such is whole. */
function missingReason(place: MountPlace | undefined, directoryMissing: boolean): string {
  if (directoryMissing) return 'its directory was not met by the scan';
  if (place === undefined) return 'its writable layer is in no store that this version takes apart';
  return storeUnmeasuredReason(place.store) ?? 'its writable layer was not met by the scan';
}

function mountPath(place: MountPlace | undefined, id: string | null | undefined): string | null {
  if (place === undefined || id === null || id === undefined) return null;
  return contentPath(place.store, id);
}

function describeContainer(record: ContainerRecord) {
  return {
    id: record.id,
    name: record.name,
    imageId: record.imageId,
    imageReference: record.imageReference,
    status: record.status,
    pid: record.pid,
    exitCode: record.exitCode,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    labels: { ...record.labels },
    composeProject: record.labels['com.docker.compose.project'] ?? null,
    composeService: record.labels['com.docker.compose.service'] ?? null,
    storageDriver: record.storageDriver,
    logDriver: record.logDriver,
    logOptions: { ...record.logOptions },
    mounts: record.mounts.map((mount) => ({ ...mount })),
  };
}

/** Where a container's logs lie: the subtrees to add up, and the single files to list. */
interface LogPaths {
  readonly subtrees: string[];
  readonly files: string[];
}

/** Log files that the walk met, by container id. */
function logFilesByContainer(view: HostView): Map<string, LogPaths> {
  const byContainer = new Map<string, LogPaths>();
  for (const { path } of view.root?.walk?.groups ?? []) {
    const [top, id = '', name = '', file] = path.split('/');
    if (top !== 'containers' || (name !== LOCAL_LOGS && !isLogFile(id, name))) continue;
    const known = byContainer.get(id) ?? { subtrees: [], files: [] };
    byContainer.set(id, known);
    if (file === undefined) known.subtrees.push(path);
    if (file !== undefined || name !== LOCAL_LOGS) known.files.push(path);
  }
  for (const { files } of byContainer.values()) files.sort();
  return byContainer;
}
