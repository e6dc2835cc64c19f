import test from 'ava';
import { scanProgress } from '../../src/cli/scan-progress.js';
import { switchedHost } from '../analyzers/switched-host.js';

test('progress counts all roots, and names the one that is being read', (t) => {
  const { roots } = switchedHost();
  const totals = roots.map(({ walk }) => walk?.total.allocatedBytes ?? Number.NaN);
  const inodes = roots.map(({ walk }) => walk?.total.inodes ?? Number.NaN);
  const progress = scanProgress({ roots });
  t.is(
    progress.allocatedBytes,
    totals.reduce((sum, one) => sum + one, 0),
  );
  t.is(
    progress.inodes,
    inodes.reduce((sum, one) => sum + one, 0),
  );
  t.is(progress.path, '/var/lib/docker');
  const running = roots.map((root, index) =>
    index === 1 && root.walk !== null ? { ...root, walk: { ...root.walk, state: 'running' as const } } : root,
  );
  t.is(scanProgress({ roots: running }).path, '/srv/second');
  t.deepEqual(scanProgress({ roots: [] }), { inodes: 0, allocatedBytes: 0, path: null, roots: 0 });
});
