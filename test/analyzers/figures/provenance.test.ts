import test from 'ava';
import * as fc from 'fast-check';
import { analyze } from '../../../src/analyzers/analyze.js';
import { sourceOf } from '../../../src/report/figure-source.js';
import type { FigureSource, Report } from '../../../src/report/types.js';
import { sumUsage } from '../../../src/model/usage.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { hostSpec, inventoryOf } from '../arbitrary-host.js';
import { HostBuilder } from '../host-builder.js';
import { aContainer, anEngine } from '../records.js';

const FIGURE = /(?:Bytes|[iI]nodes)$/;

/** What only an engine tells: null where it did not, whatever the rest of the record is. */
const TOLD = /^(?:engine[A-Z]\w*|recorded)Bytes$/;

/** Limits are settings, known without any measuring; why one is missing is tested with them. */
const SETTING = /^(?:max[A-Z]|(?:l|effectiveL|swapL)imitBytes|reservationBytes)/;

const MEASURED: FigureSource = { source: 'disk', reason: null };

/** Figures of a report without source, or without reason where they are null: one line each, with their path. */
function unexplained(report: Report): string[] {
  // The machine's memory is no figure of a disk; a notice repeats figures of containers, which have theirs.
  const { host: _host, engine: _engine, ...rest } = report;
  return [...walk(rest, MEASURED, '')];
}

/** What has ended and what the kernel runs by itself has no memory: nothing is missing. */
function hasNoMemory(value: object): boolean {
  const ended = 'state' in value && (value.state === 'zombie' || value.state === 'dead');
  return ended || ('kernelThread' in value && value.kernelThread === true);
}

/** Records of what runs are from one source: they have a reason alone. */
function reasonIn(value: object, inherited: FigureSource): FigureSource {
  if (!('unmeasuredReason' in value)) return inherited;
  const { unmeasuredReason } = value;
  return { ...MEASURED, reason: typeof unmeasuredReason === 'string' ? unmeasuredReason : null };
}

function* walk(value: unknown, inherited: FigureSource, path: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* walk(one, inherited, `${path}[${index}]`);
    return;
  }
  for (const [field, one] of Object.entries(value)) {
    if (field === 'sources') continue;
    if (field === 'rssBytes' && hasNoMemory(value)) continue;
    const { source, reason } = 'source' in value ? sourceOf(value, field) : reasonIn(value, inherited);
    const at = `${path}.${field}`;
    const note = 'note' in value ? value.note : null;
    if (FIGURE.test(field) && !TOLD.test(field) && !SETTING.test(field)) {
      if (one === null && reason === null && note === null) yield `${at} is null for no reason`;
      if (typeof one === 'number' && source === 'unmeasured') yield `${at} is ${one} from nowhere`;
    }
    yield* walk(one, { source, reason }, at);
  }
}

/** A consistent host of which the walk has missed some groups. */
const gappedHost = fc.tuple(hostSpec, fc.infiniteStream(fc.boolean())).map(([spec, met]) => {
  const inventory = inventoryOf(spec);
  const roots = inventory.roots.map((root) => {
    if (root.walk === null) return root;
    const groups = root.walk.groups.filter(({ path }) => path === '' || met.next().value === true);
    return { ...root, walk: { ...root.walk, groups, total: sumUsage(groups) } };
  });
  return { ...inventory, roots };
});

test('every figure of any report has a source, and each that is missing a reason', (t) => {
  const inventories = fc.oneof(arbitraryInventory, gappedHost, hostSpec.map(inventoryOf));
  fc.assert(
    fc.property(inventories, (inventory) => {
      t.deepEqual(unexplained(analyze(inventory, '0.0.0')), []);
    }),
    { numRuns: 600 },
  );
});

test('sources are written for the figures that differ, and no record that is measured whole has any', (t) => {
  const host = new HostBuilder();
  const image = host.image('app', ['base']);
  host.container('one', image, {}, { logs: { 'ID-json.log': 8192 } });
  host.volume('data', 4096);
  host.cacheDirectory('step', 4096);
  const report = analyze(host.inventory(), '0.0.0');
  const { images, layers, containers, volumes, buildCache } = report;
  for (const record of [...images, ...layers, ...containers, ...volumes, ...buildCache])
    t.false('sources' in record, JSON.stringify(record));
});

test('a container whose writable layer is not on the disk has its logs measured, and says which figures are not', (t) => {
  const host = new HostBuilder();
  const { id } = host.container('one', null, {}, { logs: { 'ID-json.log': 8192 } });
  host.mounts.splice(0);
  const [container] = analyze(host.inventory(), '0.0.0').containers;
  if (container === undefined) throw new Error(`${id} is gone`);
  t.is(container.source, 'disk');
  t.deepEqual(sourceOf(container, 'logBytes'), { source: 'disk', reason: null });
  for (const field of ['writableLayerBytes', 'totalBytes', 'reclaimableBytes', 'inodes'])
    t.like(sourceOf(container, field), { source: 'unmeasured', reason: container.unmeasuredReason });
  const running = host.inventory({ walk: { state: 'running' } });
  const [partial] = analyze(running, '0.0.0').containers;
  t.like(sourceOf(partial ?? {}, 'logBytes'), { source: 'disk', reason: partial?.unmeasuredReason });
  t.regex(partial?.unmeasuredReason ?? '', /still running/);
});

test('where nobody reads the disk the engine’s figures are told, and what is 0 by its nature is computed', (t) => {
  const running = aContainer('live', { status: 'running', engineSizeRwBytes: 77 });
  const quiet = aContainer('quiet', { status: 'running' });
  const engine = anEngine({}, { containers: [running, quiet] });
  const report = analyze({ ...new HostBuilder().inventory({ engine }), roots: [] }, '0.0.0');
  const [live, other] = [running, quiet].map(({ id }) => report.containers.find((one) => one.id === id));
  t.is(live?.writableLayerApparentBytes, 77);
  t.is(sourceOf(live ?? {}, 'writableLayerApparentBytes').source, 'engine');
  t.deepEqual(other?.sources?.['reclaimableBytes'], { source: 'computed', reason: null });
  t.is(other?.source, 'unmeasured');
});
