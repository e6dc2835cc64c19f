import { CONTAINERD, OVERLAY_DRIVERS, STORAGE_DRIVERS } from '../model/data-root-layout.js';
import type { Problem } from '../model/problem.js';
import type { HostView } from './host-view.js';

/** What lies in the data root and is not taken apart by this version: its bytes are unaccounted, and this says why. */
export function coverageProblems(view: HostView): Problem[] {
  const { root } = view;
  if (root === null || root.denied) return [];
  const tops = new Set((root.walk?.groups ?? []).map(({ path }) => path.split('/', 1)[0] ?? ''));
  const stores = new Set(root.records.stores.map((store) => store.driver));
  const problems = STORAGE_DRIVERS.filter(
    (driver) => !OVERLAY_DRIVERS.includes(driver) && (tops.has(driver) || stores.has(driver)),
  ).map((driver): Problem => ({
    source: 'data-root',
    code: 'storage-driver-not-covered',
    message: `${root.path}/${driver}: layers of the storage driver ${driver} are not taken apart by this version`,
    path: `${root.path}/${driver}`,
    missing: 'sizes of its images, layers and containers; its bytes are unaccounted',
    hint: null,
  }));
  const told = view.engine?.facts.imageStore === 'containerd';
  if (!told && !(view.usesContainerdStore && tops.has(CONTAINERD))) return problems;
  const path = tops.has(CONTAINERD) ? `${root.path}/${CONTAINERD}` : null;
  return [
    ...problems,
    {
      source: 'containerd',
      code: 'containerd-store-not-covered',
      message: `${path ?? 'this engine'}: containerd’s image store is not taken apart by this version`,
      path,
      missing: 'sizes of its images, layers and writable layers; its bytes are unaccounted',
      hint: null,
    },
  ];
}
