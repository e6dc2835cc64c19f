import type { ContainerRecord } from '../model/container.js';
import { containerDirectory, isLogFile, LOCAL_LOGS } from '../model/data-root-layout.js';
import type { ImageStore } from '../model/engine.js';
import { addBytes } from '../model/usage.js';
import type { ContainerReport } from '../report/types.js';
import { reportControl } from './control/control.js';
import { reportLogging } from './container-logging.js';
import { type HostView, isRunning, type MountPlace } from './host-view.js';
import { type IsolationReport, isolationOf } from './isolation/isolation.js';
import type { HostContainer } from './merge-records.js';
import { reportContainerNetworks } from './networks/container-networks.js';
import { containerHints } from './container-sources.js';
import { withProvenance } from './figures/exact-sources.js';
import { type Provenance, provenanceOf } from './figures/provenance.js';
import { type RootView, SIZES_NOT_ASKED } from './root-view.js';
import { type SubtreeUsage, sumMet } from './figures/usage-index.js';

const NOT_ASKED: Provenance = { source: 'unmeasured', unmeasuredReason: SIZES_NOT_ASKED };

const NO_LOGS: LogPaths = { subtrees: [], files: [] };

/** Reports on every container: its writable and init layer, logs, metadata and mounts. */
export function reportContainers(view: HostView): ContainerReport[] {
  const logFiles = new Map(view.roots.map((root) => [root, logFilesByContainer(root)]));
  const isolation = isolationOf(view);
  return view.containers.map((container) => {
    const logs = container.root === null ? undefined : logFiles.get(container.root);
    return reportContainer(view, container, {
      logPaths: logs?.get(container.record.id) ?? NO_LOGS,
      isolation: isolation(container),
    });
  });
}

/** What is joined for all containers together. */
interface ContainerParts {
  readonly logPaths: LogPaths;
  readonly isolation: IsolationReport;
}

function reportContainer(
  view: HostView,
  container: HostContainer,
  { logPaths, isolation }: ContainerParts,
): ContainerReport {
  const { record, statusSource, root } = container;
  const place = view.mountOf(container);
  const directory = at(root, containerDirectory(record.id));
  const writable = at(place?.root, place?.mount.writable);
  const init = at(place?.root, place?.mount.init);
  const logs = directory === null ? null : (root?.usage.sum(logPaths.subtrees) ?? null);
  const metadataBytes =
    directory === null || logs === null
      ? null
      : addBytes(
          Math.max(0, directory.allocatedBytes - logs.allocatedBytes),
          place?.root.usage.freed(place.mount.metadata) ?? 0,
        );
  const writableBytes = writable?.allocatedBytes ?? toldOf(place, 'writableTold');
  const initBytes = init?.allocatedBytes ?? toldOf(place, 'initTold');
  const totalBytes =
    metadataBytes === null || writableBytes === null
      ? null
      : [metadataBytes, logs?.allocatedBytes ?? 0, writableBytes, initBytes ?? 0].reduce(addBytes, 0);
  const hidden = hiddenReason(view, container, place);
  // What the engine tells stands where the layer cannot be measured: nobody reads the disk, or no directory has it.
  const unmeasurable = root?.measured !== true || (place?.graph.store.unmeasuredReason ?? null) !== null;
  const parts = { directory, logs, writable, init };
  const report = {
    ...describeContainer(record),
    ...isolation,
    control: reportControl(view, container),
    ...reportContainerNetworks(view, container),
    root: root?.path ?? null,
    hidden,
    statusSource,
    writableLayerPath: absolute(place?.root, place?.mount.writable),
    writableLayerBytes: writableBytes,
    writableLayerApparentBytes: writable?.apparentBytes ?? (unmeasurable ? record.engineSizeRwBytes : null),
    writableLayerInodes: writable?.inodes ?? null,
    initLayerBytes: initBytes,
    logBytes: logs?.allocatedBytes ?? null,
    logApparentBytes: logs?.apparentBytes ?? null,
    logging: reportLogging({
      record,
      engine: root === null || root === view.primary ? (view.engine?.facts ?? null) : null,
      bytes: logs?.allocatedBytes ?? null,
      files: logPaths.files.length,
    }),
    logFiles: logPaths.files.map((path) => {
      const usage = root?.usage.at(path) ?? null;
      const name = path.slice(containerDirectory(record.id).length + 1);
      return {
        name,
        allocatedBytes: usage?.allocatedBytes ?? null,
        apparentBytes: usage?.apparentBytes ?? null,
      };
    }),
    metadataBytes,
    inodes:
      totalBytes === null || writable === null
        ? null
        : [directory, writable, init, place?.root.usage.met(place.mount.metadata) ?? null].reduce(
            (total, usage) => addBytes(total, usage?.inodes ?? 0),
            0,
          ),
    totalBytes,
    reclaimableBytes: isRunning(record.status) || hidden !== null ? 0 : totalBytes,
    engineSizeRwBytes: record.engineSizeRwBytes,
  };
  const own =
    view.inventory.scope === 'live'
      ? NOT_ASKED
      : provenanceOf(root ?? view.primary, sumMet([directory, writable, init]), {
          fromEngine: root?.measured !== true && record.engineSizeRwBytes !== null,
          otherwise:
            totalBytes === null || writable === null ? missingReason(place, directory === null) : null,
        });
  return withProvenance(
    report,
    own,
    containerHints({ place, parts, report, own, rootReason: root?.unmeasuredReason ?? null }),
  );
}

/** What the manager of its volumes tells of a layer that lies in no directory. */
function toldOf(place: MountPlace | undefined, layer: 'writableTold' | 'initTold'): number | null {
  return place === undefined || place.graph.store.unmeasuredReason === null ? null : place.mount[layer];
}

/** Why the engine that was asked does not show a container; `null` when it does, or none was asked. */
function hiddenReason(
  view: HostView,
  { record, statusSource, root }: HostContainer,
  place: MountPlace | undefined,
): string | null {
  if (root === null || statusSource === 'engine') return null;
  const foreign = view.activity.hiddenRoot(root);
  if (foreign !== null || record.storageDriver === null) return foreign;
  const imageStore = place?.graph.store.imageStore ?? imageStoreOf(root, record.storageDriver);
  return imageStore === null
    ? null
    : view.activity.hidden(place?.root ?? root, imageStore, record.storageDriver);
}

function imageStoreOf(root: RootView, driver: string): ImageStore | null {
  return root.graphs.find(({ store }) => store.driver === driver)?.store.imageStore ?? null;
}

/** Why a container's figures are missing where the scan as such is whole. */
function missingReason(place: MountPlace | undefined, directoryMissing: boolean): string {
  if (directoryMissing) return 'its directory was not met by the scan';
  if (place === undefined) return 'its writable layer was found in no store';
  return place.graph.store.unmeasuredReason ?? 'its writable layer was not met by the scan';
}

function at(root: RootView | null | undefined, path: string | null | undefined): SubtreeUsage | null {
  if (root === null || root === undefined || path === null || path === undefined) return null;
  return root.measured ? root.usage.at(path) : null;
}

function absolute(root: RootView | undefined, path: string | null | undefined): string | null {
  return root === undefined || path === null || path === undefined ? null : root.absolute(path);
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
function logFilesByContainer(root: RootView): Map<string, LogPaths> {
  const byContainer = new Map<string, LogPaths>();
  for (const { path } of root.inventory.walk?.groups ?? []) {
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
