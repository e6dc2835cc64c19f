import type { EngineFacts } from '../../model/engine.js';
import type { RootInventory } from '../../model/inventory.js';
import type { ContainerReport, EngineReport, NoticeReport } from '../../report/types.js';
import { reportAddressPools } from '../networks/address-pools.js';
import { defectsOf } from './df-defects.js';
import type { HostView } from '../host-view.js';
import { logNotices } from './log-notices.js';

/**
 * The engine header: what the engine said of itself, or what its disk says of it, and the notices.
 * @param hidden notices about what it does not show.
 */
export function reportEngine(
  view: HostView,
  containers: readonly ContainerReport[],
  hidden: readonly NoticeReport[],
): EngineReport | null {
  const { engine, primary: root } = view;
  if (engine === null)
    return root === null
      ? null
      : { ...factsFromDisk(view, root.inventory), notices: [...hidden, ...logNotices(containers, null)] };
  // Where its containerd is matters to the search for roots alone.
  const {
    warnings,
    loggingRotation: _rotation,
    containerdAddress: _address,
    containerdNamespaces: _namespaces,
    addressPools: _pools,
    ...facts
  } = engine.facts;
  const told = warnings.map((message): NoticeReport => ({
    origin: 'engine',
    code: 'engine',
    severity: 'warning',
    message,
  }));
  return {
    reached: true,
    ...facts,
    addressPools: reportAddressPools(view),
    driverStatus: facts.driverStatus.map(([key, value]) => [key, value]),
    loggingOptions: facts.loggingOptions === null ? null : { ...facts.loggingOptions },
    notices: [...told, ...hidden, ...logNotices(containers, engine.facts), ...defectNotices(engine.facts)],
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
    addressPools: reportAddressPools(view),
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
