import test from 'ava';
import { pidsOfContainer } from './harness/host-view.js';
import { type PrivateEngine, startPrivateEngine } from './harness/private-engine.js';
import { processRecords } from './harness/process-records.js';
import { loadBusybox } from './harness/process-workload.js';
import { until } from './harness/until.js';

/** Processes that come and go while bilge reads, and tell their ids as the container sees them. */
const STORM = `sleep 200001 &
  echo $!
  while [ ! -e /stop ]; do
    sleep 0.01 & echo $!
    sleep 0.02 & echo $!
    sleep 0.2 & echo $!
    sh -c 'exec true' & echo $!
    (exit 3) & echo $!
    wait $!
  done
  exec sleep 200002`;

const STORM_MS = 10_000;

let engine: PrivateEngine;

test.before(async () => {
  engine = await startPrivateEngine();
  await loadBusybox(engine, 'busybox:1');
});

test.after.always(async () => {
  await engine?.cleanup();
});

test('in a storm of processes no read fails, what lives is always there, and nobody else’s is', async (t) => {
  const run = ['run', '--detach', '--network=none'];
  const steady = await engine.docker([...run, 'busybox:1', 'sh', '-c', 'sleep 200003 & wait']);
  const storm = await engine.docker([...run, 'busybox:1', 'sh', '-c', STORM]);
  await until('the steady ones', () => pidsOfContainer(steady).length === 2, 30_000);
  const living = pidsOfContainer(steady);
  const claimed = new Set<number>();
  let reads = 0;
  const end = performance.now() + STORM_MS;
  for (; performance.now() < end; reads++) {
    const { all, problems } = await processRecords(['-H', engine.host]);
    t.deepEqual(problems, []);
    t.deepEqual(
      all.filter(({ containerId }) => containerId === steady).map(({ hostPid }) => hostPid),
      living,
    );
    const stormy = all.filter(({ containerId }) => containerId === storm);
    t.true(stormy.some(({ command }) => command === 'sleep 200001'));
    t.true(stormy.some(({ entry, nsPids }) => entry === 'init' && nsPids[1] === 1));
    for (const { nsPids, comm } of stormy) {
      t.is(nsPids.length, 2);
      // busybox runs its own applets by way of /proc/self/exe.
      t.true(['sh', 'sleep', 'true', 'exe'].includes(comm), comm);
      claimed.add(nsPids[1] ?? -1);
    }
  }
  await engine.docker(['exec', storm, 'touch', '/stop']);
  const isOver = (): boolean => pidsOfContainer(storm).length === 2;
  await until('the storm to end', isOver, 60_000);
  const told = new Set((await engine.docker(['logs', storm])).split('\n').map(Number)).add(1);
  t.true(told.size > 1000, `${told.size} processes`);
  t.true(reads >= 3, `${reads} reads`);
  // The first process and the one that sleeps are always there. Those of a hundredth of a second end between the
  // listing of all processes and their turn.
  t.true(claimed.size > 2, `${claimed.size} processes seen`);
  t.deepEqual(
    [...claimed].filter((pid) => !told.has(pid)),
    [],
  );
});
