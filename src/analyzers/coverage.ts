import { CONTAINERD, STORAGE_DRIVERS } from '../model/data-root-layout.js';
import type { Problem } from '../model/problem.js';
import type { HostView } from './host-view.js';
import type { RootView } from './root-view.js';
import { unmeasuredDriver } from './store/graphdriver-store.js';

/** What lies in the roots, or should, and could not be taken apart: its bytes are unaccounted, and this says why. */
export function coverageProblems(view: HostView): Problem[] {
  // Nobody asked for sizes.
  if (view.inventory.scope === 'live') return [];
  return [...view.roots.flatMap(unmeasuredStores), ...unseenContainerd(view)];
}

function unmeasuredStores(root: RootView): Problem[] {
  if (root.inventory.denied) return [];
  const tops = new Set((root.inventory.walk?.groups ?? []).map(({ path }) => path.split('/', 1)[0] ?? ''));
  const stores = new Map(root.graphs.map(({ store }) => [store.driver, store.unmeasuredReason]));
  return STORAGE_DRIVERS.filter((driver) => tops.has(driver) || stores.has(driver)).flatMap((driver) => {
    const reason = stores.get(driver) ?? unmeasuredDriver(driver);
    if (reason === null) return [];
    const path = `${root.path}/${driver}`;
    return [
      {
        source: 'data-root' as const,
        code: 'storage-driver-not-covered',
        message: `${path}: ${reason}`,
        path,
        missing: missingOf(root, driver),
        hint: null,
      },
    ];
  });
}

/** Which figures of a driver are missing: those that neither a volume manager tells nor the engine has recorded. */
function missingOf(root: RootView, driver: string): string {
  const store = root.graphs.find((graph) => graph.store.driver === driver)?.store;
  const layers = [...(store?.layers.values() ?? [])];
  const told = layers.length > 0 && layers.every(({ toldBytes }) => toldBytes !== null);
  const recorded = layers.length > 0 && layers.every(({ recordedBytes }) => recordedBytes !== null);
  const apparent = recorded ? '; apparent ones are those that the engine recorded' : '';
  if (told)
    return `inodes of its layers, which are in no sum of the root; allocated sizes are as told${apparent}`;
  return `allocated sizes of its images, layers and containers${apparent}`;
}

/** The engine keeps images in containerd's store: it says so, or there is no other store. */
export function mayKeepImagesInContainerd(view: HostView, root: RootView): boolean {
  if (root === view.primary && view.engine?.facts.imageStore === 'containerd') return true;
  const { denied, earlierRecords, records } = root.inventory;
  return !denied && earlierRecords.stores.length + records.stores.length === 0;
}

/** Images may be in containerd's store, and its databases were not found. */
function unseenContainerd(view: HostView): Problem[] {
  const { engine, roots, primary } = view;
  if (primary === null || primary.inventory.denied || !mayKeepImagesInContainerd(view, primary)) return [];
  if (roots.some((root) => root.inventory.records.containerd.length > 0)) return [];
  const hasOwn = (primary.inventory.walk?.groups ?? []).some(({ path }) => path === CONTAINERD);
  if (engine?.facts.imageStore !== 'containerd' && !hasOwn) return [];
  const path = hasOwn ? `${primary.path}/${CONTAINERD}` : null;
  return [
    {
      source: 'containerd',
      code: 'containerd-store-not-found',
      message: `${path ?? 'this engine'}: containerd’s image store was not found on this disk`,
      path,
      missing: 'allocated sizes of its images, layers and writable layers; its bytes are unaccounted',
      hint: hasOwn ? null : 'name containerd’s root with --containerd-root DIR',
    },
  ];
}
