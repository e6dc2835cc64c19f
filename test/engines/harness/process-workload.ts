import type { PrivateEngine } from './private-engine.js';
import { imageArchive } from './workload/image-archive.js';
import { busyboxRootfs } from './workload/rootfs.js';
import { buildTar } from './workload/tar.js';

/** Arguments of `docker run`, and what the container's shell does. Every process can be told by how long it sleeps. */
interface Recipe {
  readonly options?: readonly string[];
  readonly script: string;
}

/** Children that `forks` has beside its first process. */
export const FORKS = 200;

const RECIPES: Readonly<Record<string, Recipe>> = {
  /** Two pid namespaces, one in the other, and a user namespace: what is seen depends on where one stands. */
  nested: {
    options: ['--cap-add=SYS_ADMIN', '--security-opt=seccomp=unconfined'],
    script: `sleep 100001 &
      unshare -p -f sh -c 'sleep 100002 & unshare -p -f sh -c "sleep 100003 & wait" & wait' &
      unshare -U -r sleep 100004 &
      wait`,
  },
  joined: { options: ['--pid=container:nested'], script: 'sleep 100010 & wait' },
  host: { options: ['--pid=host'], script: 'sleep 0.01 & sleep 100020 & exec sleep 100021' },
  forks: {
    script: `i=0; while [ $i -lt ${FORKS} ]; do sleep 100030 & i=$((i+1)); done; wait`,
  },
  /** A parent that does not wait for its child, and a child whose parent has ended. */
  zombie: { script: 'sleep 0.01 & (sleep 100040 &) ; exec sleep 100041' },
  executed: { script: 'exec sleep 100050' },
  paused: { script: 'exec sleep 100060' },
};

/** How many processes sleep in each when all of them have been started. */
export const SLEEPERS: Readonly<Record<string, number>> = {
  nested: 4,
  joined: 1,
  host: 2,
  forks: FORKS,
  zombie: 2,
  executed: 3,
  paused: 1,
};

/** Containers with a zombie. */
export const WITH_ZOMBIE: readonly string[] = ['host', 'zombie'];

/** Puts an image with busybox alone into an engine. */
export async function loadBusybox(engine: PrivateEngine, tag: string): Promise<void> {
  const layer = await buildTar(await busyboxRootfs());
  await engine.docker(['load', '--quiet'], {
    input: await imageArchive([{ tags: [tag], layers: [layer], command: ['sh'] }]),
  });
}

/**
 * Starts containers with processes of every kind.
 * @returns ids by name
 */
export async function startProcessWorkload(
  engine: PrivateEngine,
  leftOut: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  await loadBusybox(engine, 'busybox:1');
  const ids = new Map<string, string>();
  for (const [name, { options = [], script }] of Object.entries(RECIPES)) {
    if (leftOut.includes(name)) continue;
    const base = ['run', '--detach', '--network=none', `--name=${name}`, '--stop-timeout=1'];
    ids.set(name, await engine.docker([...base, ...options, 'busybox:1', 'sh', '-c', script]));
  }
  await engine.docker(['exec', '--detach', 'executed', 'sleep', '100051']);
  await engine.docker(['exec', '--detach', '--user=33:33', 'executed', 'sh', '-c', 'sleep 100052 & wait']);
  await engine.docker(['pause', 'paused']);
  return ids;
}
