import type { EngineFacts } from '../model/engine.js';
import type { RootInventory } from '../model/inventory.js';
import type { EngineReport, NoticeReport } from '../report/types.js';
import { defectsOf } from './df-defects.js';
import { type HostView, isRunning } from './host-view.js';

/** Log drivers whose files grow for ever unless `max-size` is set. Source: moby, daemon/logger/jsonfilelog. */
const UNBOUNDED_BY_DEFAULT = 'json-file';

/**
 * The engine header: what the engine said of itself, or what its disk says of it, and the notices.
 * @param hidden notices about what it does not show.
 */
export function reportEngine(view: HostView, hidden: readonly NoticeReport[]): EngineReport | null {
  const { engine, primary: root } = view;
  if (engine === null)
    return root === null
      ? null
      : { ...factsFromDisk(view, root.inventory), notices: [...hidden, ...logNotices(view, null)] };
  // Where its containerd is matters to the search for roots alone.
  const { warnings, containerdAddress: _address, containerdNamespaces: _namespaces, ...facts } = engine.facts;
  const told = warnings.map((message): NoticeReport => ({
    origin: 'engine',
    code: 'engine',
    severity: 'warning',
    message,
  }));
  return {
    reached: true,
    ...facts,
    driverStatus: facts.driverStatus.map(([key, value]) => [key, value]),
    loggingOptions: facts.loggingOptions === null ? null : { ...facts.loggingOptions },
    notices: [...told, ...hidden, ...logNotices(view, engine.facts), ...defectNotices(engine.facts)],
  };
}

function factsFromDisk(view: HostView, root: RootInventory): Omit<EngineReport, 'notices'> {
  const stores = (view.primary === null ? [] : [view.primary, ...view.roots])
    .filter((at, index, all) => all.indexOf(at) === index)
    .flatMap((at) => at.graphs.map(({ store }) => ({ at, store })))
    .filter(({ at, store }) => view.activity.hidden(at, store.imageStore, store.driver) === null)
    .map(({ store }) => store);
  const [store] = stores.length === 1 ? stores : [];
  return {
    reached: false,
    endpoint: null,
    product: null,
    version: null,
    apiVersion: null,
    minApiVersion: null,
    usedApiVersion: null,
    dataRoot: root.records.originalPath ?? root.path,
    execRoot: null,
    storageDriver: store?.driver ?? null,
    driverStatus: [],
    backingFilesystem: root.filesystem?.type ?? null,
    imageStore: store?.imageStore ?? null,
    cgroupVersion: null,
    cgroupDriver: null,
    loggingDriver: null,
    loggingOptions: null,
    defaultRuntime: null,
    rootless: null,
    usernsRemap: null,
    liveRestore: null,
    daemonPid: null,
  };
}

function defectNotices(facts: EngineFacts): NoticeReport[] {
  return defectsOf(facts.version, facts.imageStore).map(({ code, message }) => ({
    origin: 'bilge',
    code,
    severity: 'info',
    message,
  }));
}

/** Logs without a bound: by the engine's default where its configuration is known, and container by container. */
function logNotices(view: HostView, facts: EngineFacts | null): NoticeReport[] {
  const notices: NoticeReport[] = [];
  const options = facts?.loggingOptions ?? null;
  if (facts?.loggingDriver === UNBOUNDED_BY_DEFAULT && options !== null && !isBounded(options)) {
    notices.push({
      origin: 'bilge',
      code: 'log-rotation-off',
      severity: 'warning',
      message:
        'new containers log without a size limit: set "log-opts": {"max-size": "10m", "max-file": "3"} in the engine’s daemon.json, or the log driver "local"',
    });
  }
  const unbounded = view.containers.filter(
    ({ record }) =>
      record.logDriver === UNBOUNDED_BY_DEFAULT && !isBounded(record.logOptions) && isRunning(record.status),
  ).length;
  if (unbounded > 0) {
    const subject = unbounded === 1 ? '1 running container logs' : `${unbounded} running containers log`;
    notices.push({
      origin: 'bilge',
      code: 'container-logs-unbounded',
      severity: 'warning',
      message: `${subject} without a size limit (json-file without max-size)`,
    });
  }
  return notices;
}

function isBounded(options: Readonly<Record<string, string>>): boolean {
  const size = options['max-size'];
  return size !== undefined && size !== '' && size !== '-1';
}
