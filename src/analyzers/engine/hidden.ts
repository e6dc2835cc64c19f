import type { NoticeReport, RootReport, VolumeReport } from '../../report/types.js';
import { sumKnown } from './engine-root.js';
import type { HostView } from '../host-view.js';
import { nameOf } from '../store/activity.js';

type StoreReport = RootReport['stores'][number];

/** What the engine does not show although it is there, and what that puts at risk. */
export function hiddenNotices(
  view: HostView,
  roots: readonly RootReport[],
  volumes: readonly VolumeReport[],
): NoticeReport[] {
  return [
    ...volumeNotice(volumes),
    ...roots.flatMap((root) => root.stores.flatMap((store) => storeNotice(view, root, store))),
  ];
}

/** Volumes that the engine would prune, because it does not know the containers that need them. */
function volumeNotice(volumes: readonly VolumeReport[]): NoticeReport[] {
  const atRisk = volumes.filter(
    ({ hidden, containers }) =>
      hidden === null && containers.length > 0 && containers.every((user) => user.hidden !== null),
  );
  if (atRisk.length === 0) return [];
  const [look, belong] = atRisk.length === 1 ? ['looks', 'belongs'] : ['look', 'belong'];
  return [
    {
      origin: 'bilge',
      code: 'hidden-volumes',
      severity: 'warning',
      message: `${counted(atRisk.length, 'volume')} ${look} unused to the engine but ${belong} to containers it does not show: a \`docker volume prune\` would delete their data`,
      ...sized(sumKnown(atRisk.map(({ allocatedBytes }) => allocatedBytes))),
    },
  ];
}

function storeNotice(view: HostView, root: RootReport, store: StoreReport): NoticeReport[] {
  const { hidden, images, containers, layers, imageStore, storageDriver } = store;
  if (hidden === null || images + containers + layers === 0) return [];
  const parts = [
    ...(images === 0 ? [] : [counted(images, 'image')]),
    ...(containers === 0 ? [] : [counted(containers, 'container')]),
  ];
  const what = parts.length === 0 ? counted(layers, 'layer') : parts.join(' and ');
  const verb = images + containers === 1 || (parts.length === 0 && layers === 1) ? 'is' : 'are';
  const others = root.origin === 'process' || root.origin === 'rootless';
  return [
    {
      origin: 'bilge',
      code: 'hidden-store',
      // What another engine shows is hidden from nobody.
      severity: parts.length > 0 && !others ? 'warning' : 'info',
      message: `${what} of ${nameOf({ imageStore, driver: storageDriver })} ${verb} hidden: ${hidden}; ${remedy(view, root, store)}`,
      ...sized(store.allocatedBytes),
    },
  ];
}

/** What brings a hidden store back, to use it or to remove what is in it. */
function remedy(view: HostView, { path, kind, origin }: RootReport, store: StoreReport): string {
  const primary = view.primary?.path ?? null;
  if (origin === 'process' || origin === 'rootless') return 'ask that engine to use or to remove it';
  const start = 'to use or to remove it, start the engine';
  if (kind === 'data-root' && path !== primary) {
    if (origin === 'userns-remap') return `${start} with the "userns-remap" that it had`;
    if (primary?.startsWith(`${path}/`) === true) return `${start} without "userns-remap"`;
    return `${start} with "data-root": ${JSON.stringify(path)}`;
  }
  const isContainerd = store.imageStore === 'containerd';
  const beside = (view.engine?.facts.imageStore ?? null) === store.imageStore;
  if (!beside) return `${start} with "features": {"containerd-snapshotter": ${isContainerd}}`;
  if (kind === 'containerd-root') return `${start} with the containerd of ${path}`;
  return `${start} with "storage-driver": ${JSON.stringify(store.storageDriver)}`;
}

function sized(bytes: number | null): Pick<NoticeReport, 'allocatedBytes'> {
  return bytes === null ? {} : { allocatedBytes: bytes };
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
