import { analyzeForCleanup } from '../src/analyzers/analyze.js';
import { makePlan } from '../src/cleanup/make-plan.js';
import { DEFAULT_POLICY } from '../src/model/policy.js';
import { HostBuilder } from '../test/analyzers/host-builder.js';
import { median } from './rounds.js';

/**
 * The arithmetic of removals on a host of many objects: half of them images in families that share layers, the rest
 * containers, volumes and build cache. Usage: `node dist/bench/removal.js [objects]`.
 */
const OBJECTS = Number(process.argv[2] ?? 10_000);

function crowd(objects: number): HostBuilder {
  const host = new HostBuilder();
  const images = Math.floor(objects / 2);
  for (let i = 0; i < images; i++) {
    const family = i % 50;
    const base = Array.from({ length: 6 }, (_none, layer) => `base-${family}/${layer}`);
    const branch = Array.from({ length: 4 }, (_none, layer) => `branch-${i % 500}/${family}/${layer}`);
    host.image(`image-${i}`, [...base, ...branch, `own-${i}/0`, `own-${i}/1`], {
      references: i % 10 === 0 ? [] : [`repo-${i % 200}:tag-${i}`],
    });
  }
  for (let i = 0; i < objects / 4; i++) {
    host.container(`container-${i}`, host.images[(i * 7) % images] ?? null, { status: 'exited' });
  }
  for (let i = 0; i < objects / 8; i++) host.volume(`volume-${i}`, 4096 * (i + 1));
  const chains = [...host.layers.keys()];
  for (let i = 0; i < objects / 8; i++) {
    if (i % 3 === 0) host.cacheLayer(`cache-${i}`, chains[(i * 11) % chains.length] ?? '');
    else host.cacheDirectory(`cache-${i}`, 8192 * (i + 1));
  }
  return host;
}

function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const start = performance.now();
  const value = work();
  return { ms: performance.now() - start, value };
}

const policy = {
  ...DEFAULT_POLICY,
  olderThan: { images: 0, containers: 0, volumes: 0, buildCache: 0, networks: 0 },
};
const inventory = crowd(OBJECTS).inventory();
const analysis = timed(() => analyzeForCleanup(inventory, '0.0.0', policy));
const { basis, report } = analysis.value;
const { arithmetic, candidates } = basis;
const figures: number[] = [];
for (const position of candidates.keys()) {
  figures.push(timed(() => (arithmetic.mark(position), arithmetic.freed())).ms);
}
const most = arithmetic.estimate();
for (const position of candidates.keys()) figures.push(timed(() => arithmetic.unmark(position)).ms);
figures.sort((left, right) => left - right);
const plain = timed(() => makePlan(basis, report, { only: null, freeBytes: null, olderThanMs: null }));
const target = timed(() => makePlan(basis, report, { only: null, freeBytes: most / 2, olderThanMs: null }));

const show = (what: string, ms: number): void => console.log(`${what.padEnd(52)} ${ms.toFixed(3)} ms`);
console.log(`${arithmetic.objects.length} objects, ${candidates.size} of them removable`);
show('one more object marked or unmarked: median', median(figures));
show('  99th percentile', figures[Math.floor(figures.length * 0.99)] ?? 0);
show('  slowest', figures.at(-1) ?? 0);
show('report with recommendations', analysis.ms);
show(`recommended plan (${plain.value.objects.length} objects)`, plain.ms);
show(`plan for half of all bytes (${target.value.objects.length} objects)`, target.ms);
