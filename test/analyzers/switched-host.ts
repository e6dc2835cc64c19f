import type { ContainerMount } from '../../src/model/container.js';
import type { Inventory } from '../../src/model/inventory.js';
import { HostBuilder, ROOT } from './host-builder.js';
import { anEngine } from './records.js';
import { hostOfRoots, rootOfStores } from './several-roots.js';

export const SECOND_ROOT = '/srv/second';

export function mountOf(volumeName: string): ContainerMount {
  return {
    type: 'volume',
    source: null,
    destination: '/data',
    volumeName,
    volumeDriver: 'local',
    readOnly: false,
  };
}

/**
 * A host whose engine went from overlay2 to fuse-overlayfs: one image and one container of either, the volume `data` of the old
 * container, `both` of the two of them, `spare` of nobody. A second engine beside it has the same image and volume.
 */
export function switchedHost(
  options: { readonly asked?: boolean; readonly second?: boolean } = {},
): Inventory {
  const { asked = true, second = true } = options;
  const old = new HostBuilder();
  const image = old.image('app', ['base', 'app'], {}, 40_960);
  old.container('web', image, {
    mounts: [mountOf('data'), mountOf('both')],
    finishedAt: '2026-01-03T00:00:00Z',
  });
  old.volume('data', 102_400);
  old.volume('both', 12_288);
  old.volume('spare', 8192);
  const now = new HostBuilder('fuse-overlayfs');
  const fresh = now.image('fresh', ['fresh'], {}, 20_480);
  now.container('new', fresh, { mounts: [mountOf('both')], finishedAt: '2026-05-20T00:00:00Z' });
  const other = new HostBuilder();
  const same = other.image('app', ['base', 'app'], {}, 40_960);
  other.container('theirs', same, { mounts: [mountOf('data')] });
  other.volume('data', 4096);
  const engine = asked ? anEngine({ storageDriver: 'fuse-overlayfs' }, { containers: now.containers }) : null;
  const roots = [
    rootOfStores([old, now], { path: ROOT, origin: asked ? 'engine' : 'default' }),
    ...(second ? [rootOfStores([other], { path: SECOND_ROOT, origin: 'process' })] : []),
  ];
  return hostOfRoots(old, roots, engine);
}
