import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { RootView } from '../../../src/analyzers/root-view.js';
import { storeActivity } from '../../../src/analyzers/store/activity.js';
import type { RootInventory } from '../../../src/model/inventory.js';
import type { Report } from '../../../src/report/types.js';
import { categoryOf, findIn, total } from '../find.js';
import { HostBuilder, ROOT } from '../host-builder.js';
import { anEngine, NO_RECORDS } from '../records.js';
import { hostOfRoots, rootOfStores } from '../several-roots.js';
import { SECOND_ROOT, switchedHost } from '../switched-host.js';

const reportOf = (...options: Parameters<typeof switchedHost>): Report =>
  analyze(switchedHost(...options), '0.0.0');

const noticesOf = (report: Report, code: string) =>
  (report.engine?.notices ?? []).filter((notice) => notice.code === code);

test('what belongs to the driver that the engine left is hidden, what belongs to its own is not', (t) => {
  const report = reportOf({ second: false });
  const reason =
    'it belongs to the storage driver overlay2, and the engine runs with the storage driver fuse-overlayfs';
  const hidden = [...report.images, ...report.layers].map((one) => [one.storageDriver, one.hidden]);
  t.deepEqual(
    hidden.filter(([driver]) => driver === 'overlay2').map(([, why]) => why),
    [reason, reason, reason],
  );
  t.true(hidden.filter(([driver]) => driver === 'fuse-overlayfs').every(([, why]) => why === null));
  t.is(findIn(report.containers, ({ name }) => name === 'web').hidden, reason);
  t.is(findIn(report.containers, ({ name }) => name === 'new').hidden, null);
});

test('nothing hidden is reclaimable, and a volume that only a hidden container uses is in use', (t) => {
  const report = reportOf({ second: false });
  t.is(categoryOf(report, 'image-layers').reclaimableBytes, 0);
  t.is(categoryOf(report, 'writable-layers').reclaimableBytes, 20_000 + 12_288);
  t.is(categoryOf(report, 'volumes').reclaimableBytes, 8192);
  t.is(findIn(report.volumes, ({ name }) => name === 'data').reclaimableBytes, 0);
});

test('volumes that only hidden containers use are warned of, with their size', (t) => {
  const [notice, ...more] = noticesOf(reportOf(), 'hidden-volumes');
  t.deepEqual(more, []);
  t.is(notice?.severity, 'warning');
  t.is(notice?.allocatedBytes, 102_400);
  t.is(
    notice?.message,
    '1 volume looks unused to the engine but belongs to containers it does not show: a `docker volume prune` would delete their data',
  );
  t.deepEqual(noticesOf(analyze(new HostBuilder().inventory(), '0.0.0'), 'hidden-volumes'), []);
});

test('each hidden store is told with what is in it, its size and what to do', (t) => {
  const report = reportOf();
  const [own, other, ...more] = noticesOf(report, 'hidden-store');
  t.deepEqual(more, []);
  t.is(own?.severity, 'warning');
  t.is(
    own?.message,
    '1 image and 1 container of the storage driver overlay2 are hidden: it belongs to the storage driver overlay2, and the engine runs with the storage driver fuse-overlayfs; to use or to remove it, start the engine with "storage-driver": "overlay2"',
  );
  const store = report.roots[0]?.stores.find(({ storageDriver }) => storageDriver === 'overlay2');
  t.is(own?.allocatedBytes, store?.allocatedBytes ?? -1);
  // Two layers with their records, a writable and an init layer with its own, one configuration.
  t.is(store?.allocatedBytes, 2 * (40_960 + 8192) + 20_000 + 12_288 + 16_384 + 4096);
  t.is(other?.severity, 'info');
  t.regex(other?.message ?? '', /another engine on this host uses it; ask that engine/);
});

test('a root of another engine is hidden as a whole, its volumes too', (t) => {
  const report = reportOf();
  const ofSecond = [...report.images, ...report.layers, ...report.volumes].filter(
    ({ root }) => root === SECOND_ROOT,
  );
  t.is(ofSecond.length, 4);
  for (const { hidden } of ofSecond)
    t.is(hidden, `it lies in ${SECOND_ROOT}, and another engine on this host uses it`);
  t.true(report.volumes.filter(({ root }) => root === ROOT).every(({ hidden }) => hidden === null));
  t.is(findIn(report.volumes, ({ root }) => root === SECOND_ROOT).reclaimableBytes, 0);
});

test('without an engine the store whose containers were last used counts as its own', (t) => {
  const report = reportOf({ asked: false, second: false });
  const web = findIn(report.containers, ({ name }) => name === 'web');
  t.regex(web.hidden ?? '', /the engine was last used with the storage driver fuse-overlayfs$/);
  t.is(findIn(report.containers, ({ name }) => name === 'new').hidden, null);
});

/** The notice about another root with one image, beside the engine's own. */
function remedy(fields: Partial<RootInventory>, own = ROOT): string {
  const other = new HostBuilder();
  other.image('app', ['app']);
  const roots = [rootOfStores([new HostBuilder()], { path: own }), rootOfStores([other], fields)];
  const report = analyze(hostOfRoots(other, roots, anEngine({ dataRoot: own })), '0.0.0');
  return noticesOf(report, 'hidden-store')[0]?.message ?? '';
}

test('what is done about a root depends on why it is there', (t) => {
  t.regex(
    remedy({ path: '/d', origin: 'default' }),
    /keeps its data in \/var\/lib\/docker; .*"data-root": "\/d"$/,
  );
  t.regex(remedy({ path: `${ROOT}/1.1`, origin: 'userns-remap' }), /with the "userns-remap" that it had$/);
  t.regex(remedy({ path: '/d', origin: 'configuration' }, '/d/1.1'), /without "userns-remap"$/);
  t.regex(
    remedy({ path: '/h', origin: 'rootless', user: 'eve' }),
    /the data root of eve’s rootless engine; ask/,
  );
});

const SNAPSHOTTER = 'overlayfs';

/** Why the containerd store of a root is hidden from an engine. */
function hiddenIn(
  roots: readonly Partial<RootInventory>[],
  at: number,
  imageStore: 'containerd' | 'graphdriver',
) {
  const [base] = new HostBuilder().inventory().roots;
  if (base === undefined) throw new Error('a host has a root');
  const inventory = new HostBuilder().inventory();
  const views = roots.map((fields) => new RootView({ ...base, ...fields }, inventory));
  const storageDriver = imageStore === 'containerd' ? SNAPSHOTTER : 'overlay2';
  const activity = storeActivity(views, views[0] ?? null, anEngine({ imageStore, storageDriver }));
  const view = views[at];
  return view === undefined ? 'no such root' : activity.hidden(view, 'containerd', SNAPSHOTTER);
}

const containerd = (origin: RootInventory['origin']): Partial<RootInventory> => ({
  kind: 'containerd-root',
  path: `/ctrd/${origin}`,
  origin,
  records: NO_RECORDS,
});

test('what an engine says of its store counts for its own containerd alone', (t) => {
  const own = {};
  t.is(hiddenIn([own, containerd('engine')], 1, 'containerd'), null);
  t.is(hiddenIn([own, containerd('named')], 1, 'containerd'), null);
  t.regex(
    hiddenIn([own, containerd('engine')], 1, 'graphdriver') ?? '',
    /runs with the storage driver overlay2/,
  );
  t.regex(
    hiddenIn([own, containerd('process')], 1, 'containerd') ?? '',
    /another engine on this host uses it/,
  );
  t.regex(
    hiddenIn([own, containerd('engine'), containerd('default')], 2, 'containerd') ?? '',
    /does not use this containerd/,
  );
});

test('the usual containerd is the engine’s where its images can be nowhere else', (t) => {
  t.is(hiddenIn([{}, containerd('default')], 1, 'containerd'), null);
  t.regex(hiddenIn([{}, containerd('default')], 1, 'graphdriver') ?? '', /does not use this containerd/);
});

test('a containerd that the engine kept to itself before it was given another one is hidden', (t) => {
  t.regex(
    hiddenIn([{}, containerd('engine')], 0, 'containerd') ?? '',
    /uses the containerd of \/ctrd\/engine$/,
  );
  t.is(hiddenIn([{}], 0, 'containerd'), null);
});

test('the totals are the sum of the roots, and a root without figures makes them a lower bound', (t) => {
  const inventory = switchedHost();
  const whole = analyze(inventory, '0.0.0');
  for (const figure of ['allocatedBytes', 'apparentBytes', 'inodes', 'reclaimableBytes'] as const) {
    t.is(whole.totals[figure], total(whole.roots.map((root) => root[figure])), figure);
  }
  t.deepEqual([whole.totals.source, whole.totals.unmeasuredReason], ['disk', null]);
  const [first, second] = inventory.roots;
  if (first === undefined || second === undefined) throw new Error('the host has two roots');
  const denied = analyze({ ...inventory, roots: [first, { ...second, denied: true, walk: null }] }, '0.0.0');
  t.is(denied.totals.allocatedBytes, denied.roots[0]?.allocatedBytes ?? -1);
  t.regex(
    denied.totals.unmeasuredReason ?? '',
    /; \/srv\/second: \/srv\/second may not be read by this user$/,
  );
  const none = analyze({ ...inventory, roots: [] }, '0.0.0');
  t.deepEqual([none.totals.allocatedBytes, none.totals.source], [null, 'unmeasured']);
});
