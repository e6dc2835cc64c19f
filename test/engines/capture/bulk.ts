import type { PrivateEngine } from '../harness/private-engine.js';
import { until } from '../harness/until.js';

const MIB = 1024 * 1024;

/**
 * Adds what makes a host full without writing it: preallocated files take blocks as written ones do, and their
 * content is not captured anyway.
 */
export async function addBulk(engine: PrivateEngine): Promise<void> {
  const files: readonly (readonly [container: string, path: string, bytes: number])[] = [
    ['shop-db-1', '/var/lib/postgresql/data/base/16384.1', 256 * MIB],
    ['shop-db-1', '/var/lib/postgresql/data/base/16384.2', 96 * MIB],
    ['shop-web-1', '/srv/media/products/originals.bin', 180 * MIB],
    ['shop-cache-1', '/data/dump.rdb', 24 * MIB],
    ['shop-api-1', '/srv/heap-20240301.hprof', 140 * MIB],
  ];
  for (const [container, path, bytes] of files) {
    await engine.docker(['exec', container, 'fallocate', '-l', String(bytes), path]);
  }
  const backup = ['fallocate', '-l', String(310 * MIB), '/volume/uploads-2022.tar'];
  await engine.docker([
    'run',
    '--rm',
    '--network=none',
    '--volume=shop_uploads-2022:/volume',
    'base/busybox:1.35',
    ...backup,
  ]);
}

/** Starts containers again after a crash, and waits until each has logged that it is ready. */
export async function startAgain(engine: PrivateEngine, containers: readonly string[]): Promise<void> {
  await engine.docker(['start', ...containers]);
  for (const name of containers) {
    const driver = await engine.docker(['inspect', '--format={{.HostConfig.LogConfig.Type}}', name]);
    if (driver === 'none') continue;
    await until(
      `${name} to be ready`,
      async () => (await engine.docker(['logs', '--tail=1', name])).includes('ready'),
      60_000,
    );
  }
}
