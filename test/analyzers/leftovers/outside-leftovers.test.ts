import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import { leftoverCandidates } from '../../../src/analyzers/leftovers/leftover-candidates.js';
import type { Holdings } from '../../../src/model/holdings.js';
import type { LeftoverReport, Report } from '../../../src/report/types.js';
import { categoryOf, rootOf } from '../find.js';
import { aDeletedFile, aMount, confirmedBy, NO_HOLDINGS } from '../holdings.js';
import { HostBuilder, type Overrides, ROOT } from '../host-builder.js';
import { aContainer, anEngine, hex64, OLD_MS, YOUNG_MS } from '../records.js';

function report(host: HostBuilder, overrides: Overrides = {}): Report {
  return analyze(host.inventory(overrides), '0.0.0');
}

function leftovers(host: HostBuilder, overrides: Overrides = {}): LeftoverReport[] {
  return report(host, overrides).leftovers;
}

test('a volume directory without a record is listed, stays in its category and is not promised', (t) => {
  const host = new HostBuilder();
  host.volume('ghost', 40_960, { recorded: false });
  const found = report(host);
  t.like(found.leftovers, [
    {
      kind: 'orphaned-volume-directory',
      category: 'volumes',
      path: `${ROOT}/volumes/ghost`,
      allocatedBytes: 40_960,
      modifiedAt: new Date(OLD_MS).toISOString(),
    },
  ]);
  t.is(found.leftovers.length, 1);
  t.is(categoryOf(found, 'volumes').allocatedBytes, 40_960);
  t.is(categoryOf(found, 'volumes').reclaimableBytes, 0);
  t.is(categoryOf(found, 'leftovers').allocatedBytes, 0);
  t.is(rootOf(found).reclaimableBytes, 0);
});

test('a volume directory that a container names, or one reading has recorded, is no leftover', (t) => {
  const host = new HostBuilder();
  const volume = host.volume('ghost', 40_960, { recorded: false });
  const recorded = { volumes: [{ ...volume, recorded: true }] };
  t.deepEqual(leftovers(host, { earlier: recorded }), []);
  t.deepEqual(leftovers(host, { records: recorded, earlier: {} }), []);
  const mount = {
    type: 'volume' as const,
    source: null,
    destination: '/data',
    volumeName: 'ghost',
    volumeDriver: 'local',
    readOnly: false,
  };
  host.container('one', null, { mounts: [mount] });
  t.deepEqual(leftovers(host), []);
});

test('where an engine runs, only one that answers can say that it does not know a volume', (t) => {
  const host = new HostBuilder();
  const volume = host.volume('ghost', 40_960, { recorded: false });
  t.deepEqual(leftovers(host, { root: { heldByEngine: true } }), []);
  const known = anEngine({}, { volumes: [{ ...volume, recorded: true }] });
  t.deepEqual(leftovers(host, { engine: known }), []);
  t.is(leftovers(host, { engine: anEngine() }).length, 1);
  host.group('volumes/ghost', { newestMs: YOUNG_MS });
  t.deepEqual(leftovers(host, { engine: anEngine() }), []);
});

test('without a readable index no volume is called unknown, and none is promised', (t) => {
  const host = new HostBuilder();
  host.volume('ghost', 40_960, { recorded: false });
  const path = `${ROOT}/volumes/metadata.db`;
  const problem = {
    source: 'data-root' as const,
    code: 'database-damaged',
    message: '',
    path,
    missing: 'drivers',
    hint: null,
  };
  const found = report(host, { problems: [problem] });
  t.deepEqual(found.leftovers, []);
  t.is(found.volumes[0]?.reclaimableBytes, null);
});

test('a record of a volume whose directory is gone is listed with 0 bytes', (t) => {
  const host = new HostBuilder();
  host.volume('lost', 0, { onDisk: false });
  host.volume('remote', 0, { onDisk: false, driver: 'nfs' });
  t.like(leftovers(host), [
    {
      kind: 'missing-volume-directory',
      category: 'volumes',
      path: `${ROOT}/volumes/lost`,
      allocatedBytes: 0,
    },
  ]);
  t.is(leftovers(host).length, 1);
  // While an engine works in it, the directory may have gone a moment ago.
  host.group('volumes', { newestMs: YOUNG_MS });
  t.deepEqual(leftovers(host, { root: { heldByEngine: true } }), []);
});

const UPPER = `${ROOT}/overlay2/${hex64(`mount ${hex64('container one')}`)}`;

/** A host with one container, mounted, and what the two looks say. */
function mounted(
  status: 'exited' | 'running',
  mountedAt: string | null,
  users: Readonly<Record<string, number>>,
): [HostBuilder, Overrides] {
  const host = new HostBuilder();
  host.container('one', null, { status });
  const holdings: Holdings = {
    ...NO_HOLDINGS,
    mounts: [
      aMount({
        upperDirectory: `${UPPER}/diff`,
        mountPoints: [`${UPPER}/merged`],
        mountedAt,
        views: [{ namespace: '4026531841', pid: 815, mountPoint: `${UPPER}/merged` }],
      }),
    ],
  };
  return [host, { holdings, confirmation: confirmedBy(users, holdings) }];
}

const IDLE = { [UPPER]: 0 };
const LONG_AGO = '2026-05-01T00:00:00Z';
const JUST_NOW = '2026-06-01T11:59:00Z';

test('the mount of a container that does not run is dead, and tells where it is seen', (t) => {
  const [host, looks] = mounted('exited', LONG_AGO, IDLE);
  const [dead, ...others] = leftovers(host, looks);
  t.deepEqual(others, []);
  t.like(dead, { kind: 'dead-mount', category: null, path: `${UPPER}/merged`, allocatedBytes: 0, inodes: 0 });
  t.regex(dead?.evidence ?? '', /which does not run.*4026531841 \(pid 815\)/);
  t.deepEqual(leftoverCandidates(host.inventory(looks)), [UPPER]);
});

test('a mount in which a process works, that was not asked about, or that only one look saw is not dead', (t) => {
  const [host, looks] = mounted('exited', LONG_AGO, IDLE);
  t.deepEqual(leftovers(...mounted('exited', LONG_AGO, { [UPPER]: 1 })), []);
  t.deepEqual(leftovers(...mounted('exited', LONG_AGO, {})), []);
  t.deepEqual(leftovers(host, { ...looks, confirmation: confirmedBy(IDLE) }), []);
  t.deepEqual(leftovers(host, { ...looks, holdings: NO_HOLDINGS }), []);
});

test('under an engine a mount is dead only when its container does not run and it is not new', (t) => {
  const live = { engine: null, root: { heldByEngine: true } };
  const under = (status: 'exited' | 'running', mountedAt: string | null): number => {
    const [host, looks] = mounted(status, mountedAt, IDLE);
    return leftovers(host, { ...looks, ...live }).length;
  };
  t.is(under('exited', LONG_AGO), 1);
  t.is(under('exited', JUST_NOW), 0);
  t.is(under('exited', null), 0);
  t.is(under('running', LONG_AGO), 0);
  // Without an engine what was last recorded is no longer so.
  t.is(leftovers(...mounted('running', LONG_AGO, IDLE)).length, 1);
});

test('what only a dead mount shows is a leftover beside it', (t) => {
  const [host, looks] = mounted('exited', LONG_AGO, IDLE);
  host.containers.pop();
  t.deepEqual(
    leftovers(host, looks)
      .map(({ kind }) => kind)
      .sort(),
    ['dead-mount', 'orphaned-writable-layer'],
  );
  const [busy, used] = mounted('exited', LONG_AGO, { [UPPER]: 1 });
  busy.containers.pop();
  t.deepEqual(leftovers(busy, used), []);
});

function held(files: Holdings['deletedFiles'], later = files): Overrides {
  const second = { ...NO_HOLDINGS, deletedFiles: later };
  return {
    holdings: { ...NO_HOLDINGS, deletedFiles: files },
    confirmation: confirmedBy({}, second),
  };
}

test('a deleted file that is held open is outside the sum of its root, with its holder', (t) => {
  const host = new HostBuilder();
  const before = rootOf(report(host)).allocatedBytes;
  const file = aDeletedFile(`${ROOT}/containers/x/x-json.log`);
  const found = report(host, held([file]));
  t.like(found.leftovers, [
    { kind: 'deleted-open-file', category: null, path: file.path, allocatedBytes: 40_960, inodes: 1 },
  ]);
  t.regex(found.leftovers[0]?.evidence ?? '', /dockerd \(pid 4711, fd 12\)/);
  t.is(rootOf(found).deletedOpenBytes, 40_960);
  t.is(rootOf(found).allocatedBytes, before);
  t.is(categoryOf(found, 'leftovers').allocatedBytes, 0);
  t.is(rootOf(found).reclaimableBytes, 0);
});

test('a deleted file counts when both looks saw it, below a root, with bytes', (t) => {
  const host = new HostBuilder();
  const file = aDeletedFile(`${ROOT}/tmp/x`);
  const bytes = (looks: Overrides): number | null => rootOf(report(host, looks)).deletedOpenBytes;
  t.is(bytes(held([file], [])), 0);
  t.is(bytes(held([], [file])), 0);
  t.is(bytes(held([aDeletedFile('/elsewhere/x')])), 0);
  t.is(bytes(held([aDeletedFile(`${ROOT}/tmp/x`, { allocatedBytes: 0 })])), 0);
  t.is(bytes(held([file], [{ ...file, allocatedBytes: 81_920 }])), 81_920);
  t.is(bytes(held([aDeletedFile(null, { upperDirectory: `${UPPER}/diff` })])), 40_960);
  t.is(bytes({}), null);
});

test('two deleted files of one name are told apart', (t) => {
  const host = new HostBuilder();
  const path = `${ROOT}/containers/x/x-json.log`;
  const found = leftovers(host, held([aDeletedFile(path), aDeletedFile(path, { inode: '78' })]));
  t.is(new Set(found.map(({ key }) => key)).size, 2);
});

test('evidence under a running engine tells that not every process could be looked at', (t) => {
  const host = new HostBuilder().directory(hex64('orphan'), 4096);
  const coverage = { complete: false, processes: 100, unreadable: 7, hidden: false };
  const confirmation = confirmedBy({}, NO_HOLDINGS);
  const looks = { holdings: NO_HOLDINGS, confirmation };
  const doubtful = { ...looks, confirmation: { ...confirmation, users: { directories: [], coverage } } };
  const evidence = (overrides: Overrides): string => leftovers(host, overrides)[0]?.evidence ?? '';
  const root = { heldByEngine: true };
  t.notRegex(evidence({ ...looks, root }), /could not be looked at/);
  t.regex(evidence({ ...doubtful, root }), /\(7 of 100 processes could not be looked at\)$/);
  t.notRegex(evidence(doubtful), /looked at/);
});

test('a container of another storage driver does not need the writable layer', (t) => {
  const host = new HostBuilder();
  const { id } = host.container('one', null);
  host.containers.splice(0, 1, aContainer('one', { id, storageDriver: 'vfs' }));
  const [leftover] = leftovers(host);
  t.is(leftover?.kind, 'orphaned-writable-layer');
  t.regex(leftover?.evidence ?? '', /another storage driver than overlay2/);
  host.containers.splice(0, 1, aContainer('one', { id, storageDriver: null }));
  t.deepEqual(leftovers(host), []);
  const unlisted = { records: { unlisted: ['containers'], containers: [] } };
  t.deepEqual(leftovers(host, unlisted), []);
});

test('the layers below one that is being removed are part of that removal', (t) => {
  const host = new HostBuilder();
  const below = host.chain(['base', 'middle'], 4096);
  host.halfRemoved('top', 8192);
  const [removal] = host.removals.splice(0, 1);
  host.removals.push({ name: removal?.name ?? '', cacheId: removal?.cacheId ?? null, parentChainId: below });
  const root = { heldByEngine: true };
  t.is(leftovers(host, { root }).filter(({ kind }) => kind === 'unreferenced-layer').length, 2);
  host.group(`image/overlay2/layerdb/sha256/${removal?.name ?? ''}`, { newestMs: YOUNG_MS });
  t.deepEqual(leftovers(host, { root }), []);
});

test('layers of this run of the engine wait for their image as long as a download goes on', (t) => {
  const host = new HostBuilder();
  host.chain(['unused'], 4096);
  host.group('tmp/GetImageBlob1', { newestMs: YOUNG_MS });
  const kinds = (heldSince: string | null): string[] =>
    leftovers(host, { root: { heldByEngine: true, heldSince } }).map(({ kind }) => kind);
  t.deepEqual(kinds('2026-04-01T00:00:00Z'), []);
  t.deepEqual(kinds('2026-05-15T00:00:00Z'), ['unreferenced-layer']);
});
