import { posix } from 'node:path';
import test from 'ava';
import { analyze } from '../../../src/analyzers/analyze.js';
import type { LeftoverKind } from '../../../src/model/category.js';
import {
  layerDirectory,
  layerMountDirectory,
  layerRecordDirectory,
} from '../../../src/model/data-root-layout.js';
import { hexOf } from '../../../src/model/digest.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { Problem } from '../../../src/model/problem.js';
import { categoryOf, rootOf, total } from '../find.js';
import { HostBuilder, type Overrides, ROOT } from '../host-builder.js';
import { aMount, confirmedBy, NO_HOLDINGS } from '../holdings.js';
import { aContainer, anEngine, hex64, OLD_MS, TAKEN_AT, YOUNG_MS } from '../records.js';

const ORPHAN = hex64('orphan');
const DAMAGED = hex64('damaged');
const GONE = hex64('gone');

/** How to make one leftover of each kind, and where it is reported. */
const KINDS: readonly {
  readonly kind: LeftoverKind;
  readonly make: (host: HostBuilder, newestMs: number) => string;
}[] = [
  {
    kind: 'orphaned-layer-directory',
    make: (host, newestMs) => {
      host.directory(ORPHAN, 30_000, { newestMs });
      return layerDirectory('overlay2', ORPHAN);
    },
  },
  {
    kind: 'half-removed-layer',
    make: (host, newestMs) => {
      const path = host.halfRemoved('half', 30_000);
      for (const [key, group] of host.groups)
        if (key.startsWith(path)) host.group(key, { ...group, newestMs });
      return path;
    },
  },
  {
    kind: 'aborted-layerdb-transaction',
    make: (host, newestMs) => {
      host.group('image/overlay2/layerdb/tmp/write-set-1', { newestMs });
      return 'image/overlay2/layerdb/tmp/write-set-1';
    },
  },
  {
    kind: 'unreferenced-layer',
    make: (host, newestMs) => {
      const layer = host.layers.get(host.chain(['unused'], 30_000, { newestMs }));
      return layerDirectory('overlay2', layer?.cacheId ?? '');
    },
  },
  {
    kind: 'temporary-download',
    make: (host, newestMs) => {
      host.group('tmp/GetImageBlob123', { allocatedBytes: 30_000, newestMs });
      return 'tmp/GetImageBlob123';
    },
  },
  {
    kind: 'orphaned-container-directory',
    make: (host, newestMs) => {
      host.damaged.push(DAMAGED);
      host.group(`containers/${DAMAGED}`, { newestMs });
      host.group(`containers/${DAMAGED}/${DAMAGED}-json.log`, { allocatedBytes: 30_000, newestMs });
      return `containers/${DAMAGED}`;
    },
  },
  {
    kind: 'orphaned-writable-layer',
    make: (host, newestMs) => {
      const mountId = hex64('gone mount');
      host.mounts.push({ name: GONE, mountId, initId: `${mountId}-init`, parentChainId: null });
      host.directory(mountId, 20_480, { newestMs }).directory(`${mountId}-init`, 8192, { newestMs });
      host.group(layerMountDirectory('overlay2', GONE), { newestMs });
      return layerDirectory('overlay2', mountId);
    },
  },
  {
    kind: 'half-removed-container',
    make: (host, newestMs) => {
      const others = new Set(host.groups.keys());
      const { id } = host.container('half', null, { status: 'dead' }, { logs: { 'ID-json.log': 8192 } });
      for (const [path, group] of host.groups)
        if (!others.has(path)) host.group(path, { ...group, newestMs });
      return `containers/${id}`;
    },
  },
  {
    kind: 'interrupted-write',
    make: (host, newestMs) => {
      host.group('image/overlay2/.tmp-repositories.json12', { allocatedBytes: 8192, newestMs });
      return 'image/overlay2/.tmp-repositories.json12';
    },
  },
  {
    kind: 'orphaned-mount-point',
    make: (host, newestMs) => {
      host.group(`rootfs/overlayfs/${GONE}`, { newestMs });
      return `rootfs/overlayfs/${GONE}`;
    },
  },
  {
    kind: 'orphaned-build-bundle',
    make: (host, newestMs) => {
      host.group('buildkit/executor/abcdefghijklmnopqrstuvwxy', { allocatedBytes: 12_288, newestMs });
      return 'buildkit/executor/abcdefghijklmnopqrstuvwxy';
    },
  },
  {
    kind: 'unreferenced-blob',
    make: (host, newestMs) => {
      host.group(`buildkit/content/blobs/sha256/${GONE}`, { allocatedBytes: 12_288, newestMs });
      return `buildkit/content/blobs/sha256/${GONE}`;
    },
  },
  {
    kind: 'stale-ingest',
    make: (host, newestMs) => {
      host.group(`buildkit/content/ingest/${GONE}`, { allocatedBytes: 12_288, newestMs });
      return `buildkit/content/ingest/${GONE}`;
    },
  },
];

/** Of work that may stand still for hours: under a running engine only its start ends it for certain. */
const PATIENT: readonly LeftoverKind[] = ['orphaned-build-bundle'];

/** The host alone, offline; with an engine that answers; with one that only holds the disk; and unknown. */
const LIVE: Readonly<Record<string, Overrides>> = {
  'an engine that answers': { engine: anEngine() },
  'an engine that holds the data root': { root: { heldByEngine: true } },
  'an engine that may be there': { root: { heldByEngine: null } },
};

/** Those of the category. */
function kindsOf(inventory: Inventory): LeftoverKind[] {
  return analyze(inventory, '0.0.0')
    .leftovers.filter(({ category }) => category === 'leftovers')
    .map(({ kind }) => kind);
}

for (const { kind, make } of KINDS) {
  test(`offline, ${kind} is a leftover however young, and all of it is counted`, (t) => {
    const host = new HostBuilder();
    const before = rootOf(analyze(host.inventory(), '0.0.0')).allocatedBytes ?? 0;
    const path = make(host, YOUNG_MS);
    const report = analyze(host.inventory(), '0.0.0');
    const [leftover, ...others] = report.leftovers;
    t.deepEqual(others, []);
    t.is(leftover?.kind, kind);
    t.is(leftover?.path, `${ROOT}/${path}`);
    t.not(leftover?.removal, '');
    t.is(leftover?.modifiedAt, new Date(YOUNG_MS).toISOString());
    t.is(leftover?.allocatedBytes, (rootOf(report).allocatedBytes ?? 0) - before);
    t.is(categoryOf(report, 'leftovers').reclaimableBytes, leftover?.allocatedBytes ?? null);
    t.is(categoryOf(report, 'leftovers').objects, 1);
  });

  test(`${kind} that has not changed since the engine was started is a leftover at once`, (t) => {
    const second = 1000;
    for (const [startedMs, expected] of [
      [YOUNG_MS - second, 0],
      [YOUNG_MS + second, 1],
    ] as const) {
      const host = new HostBuilder();
      make(host, YOUNG_MS);
      const root = { heldByEngine: true, heldSince: new Date(startedMs).toISOString() };
      t.is(analyze(host.inventory({ root }), '0.0.0').leftovers.length, expected);
    }
  });

  test(`${kind} that is mounted or in use by a process is no leftover`, (t) => {
    const host = new HostBuilder();
    const path = make(host, OLD_MS);
    const looks: readonly Overrides[] = [
      { holdings: { ...NO_HOLDINGS, mounts: [aMount({ upperDirectory: `${ROOT}/${path}/diff` })] } },
      { holdings: { ...NO_HOLDINGS, mounts: [aMount({ mountPoints: [`${ROOT}/${path}`] })] } },
      { holdings: NO_HOLDINGS, confirmation: confirmedBy({ [`${ROOT}/${path}`]: 1 }) },
    ];
    for (const look of looks) t.deepEqual(kindsOf(host.inventory(look)), []);
    t.deepEqual(kindsOf(host.inventory({ holdings: NO_HOLDINGS, confirmation: confirmedBy({}) })), [kind]);
  });

  for (const [name, overrides] of Object.entries(LIVE)) {
    test(`under ${name}, ${kind} is a leftover only when it has settled`, (t) => {
      for (const [newestMs, expected] of [
        [YOUNG_MS, 0],
        [OLD_MS, 1],
      ] as const) {
        const host = new HostBuilder();
        make(host, newestMs);
        const report = analyze(host.inventory(overrides), '0.0.0');
        t.is(report.leftovers.length, PATIENT.includes(kind) ? 0 : expected);
        t.is(rootOf(report).unaccountedBytes, 0);
      }
    });
  }
}

test('what has not changed for an hour has settled', (t) => {
  const minute = 60_000;
  for (const [minutes, expected] of [
    [59, 0],
    [61, 1],
  ] as const) {
    const newestMs = Date.parse(TAKEN_AT) - minutes * minute;
    const host = new HostBuilder().directory(ORPHAN, 30_000, { newestMs });
    t.is(analyze(host.inventory({ engine: anEngine() }), '0.0.0').leftovers.length, expected);
  }
});

test('a short link goes with the directory it belongs to', (t) => {
  const host = new HostBuilder();
  host.directory(ORPHAN, 30_000);
  const [leftover] = analyze(host.inventory(), '0.0.0').leftovers;
  t.is(leftover?.inodes, 4);
});

test('a short link without directory is a leftover of its own', (t) => {
  const host = new HostBuilder().group('overlay2/l/ABCDEF');
  const [leftover] = analyze(host.inventory(), '0.0.0').leftovers;
  t.is(leftover?.path, `${ROOT}/overlay2/l/ABCDEF`);
});

test('a short link is no leftover while some directory does not tell which link is its own', (t) => {
  const host = new HostBuilder().group('overlay2/l/ABCDEF').group(`overlay2/${hex64('emptied link file')}`);
  const report = analyze(host.inventory(), '0.0.0');
  t.false(report.leftovers.some((leftover) => leftover.path.endsWith('ABCDEF')));
});

function unread(path: string, code = 'unreadable-metadata'): Problem {
  return {
    source: 'data-root',
    code,
    message: 'EIO',
    path: posix.join(ROOT, path),
    missing: 'it',
    hint: null,
  };
}

test('metadata that could not be read may refer to anything, so nothing of its area is a leftover', (t) => {
  const host = new HostBuilder();
  for (const { make } of KINDS) make(host, OLD_MS);
  const kindsWith = (path: string, code?: string): string[] =>
    analyze(host.inventory({ problems: [unread(path, code)] }), '0.0.0').leftovers.map(({ kind }) => kind);
  t.is(kindsWith('network/files/local-kv.db').length, KINDS.length);
  t.is(kindsWith('../dockerx/image').length, KINDS.length);
  for (const path of ['image/overlay2/imagedb/content/sha256/abc', 'image']) {
    const kinds = kindsWith(path);
    t.false(kinds.includes('unreferenced-layer'), path);
    t.false(kinds.includes('orphaned-layer-directory'), path);
  }
  for (const path of [`containers/${DAMAGED}/config.v2.json`, 'containers']) {
    t.false(kindsWith(path).includes('orphaned-container-directory'), path);
  }
  // A configuration that was read and is no JSON is what the engine sees as well.
  const damaged = kindsWith(`containers/${DAMAGED}/config.v2.json`, 'damaged-metadata');
  t.true(damaged.includes('orphaned-container-directory'));
});

test('a layer of unread images stays an image layer', (t) => {
  const host = new HostBuilder();
  host.chain(['unused'], 30_000);
  const problems = [unread('image/overlay2/imagedb/content/sha256/abc', 'permission-denied')];
  t.is(categoryOf(analyze(host.inventory({ problems }), '0.0.0'), 'image-layers').allocatedBytes, 30_000);
});

test('a container that the engine has loaded is no leftover, whatever its directory looks like', (t) => {
  const host = new HostBuilder();
  host.damaged.push(DAMAGED);
  host.group(`containers/${DAMAGED}`, { allocatedBytes: 30_000 });
  const engine = anEngine({}, { containers: [aContainer('x', { id: DAMAGED })] });
  const report = analyze(host.inventory({ engine }), '0.0.0');
  t.deepEqual(report.leftovers, []);
});

test('a container directory that was damaged in one reading only is no leftover', (t) => {
  const host = new HostBuilder();
  host.damaged.push(DAMAGED);
  host.group(`containers/${DAMAGED}`);
  t.deepEqual(analyze(host.inventory({ earlier: { damagedContainers: [] } }), '0.0.0').leftovers, []);
});

test('a time that no calendar has is unknown and harms nothing', (t) => {
  for (const newestMs of [9e15, 253_402_300_800_000, Number.MAX_VALUE, Infinity, Number.NaN, 0, -5]) {
    const host = new HostBuilder().directory(ORPHAN, 512, { newestMs });
    const [leftover] = analyze(host.inventory(), '0.0.0').leftovers;
    t.is(leftover?.modifiedAt, null, String(newestMs));
  }
});

test('leftovers come largest first', (t) => {
  const host = new HostBuilder();
  for (const size of [512, 5120, 1024]) host.directory(hex64(`orphan ${size}`), size);
  const sizes = analyze(host.inventory(), '0.0.0').leftovers.map((leftover) => leftover.allocatedBytes);
  t.deepEqual(sizes, [5120, 1024, 512]);
  t.is(total(sizes), 6656);
});

test('the record of a layer that nothing uses goes with its directory', (t) => {
  const host = new HostBuilder();
  const chain = host.chain(['unused'], 30_000);
  t.true(host.groups.has(layerRecordDirectory('overlay2', hexOf(chain))));
  const [leftover] = analyze(host.inventory(), '0.0.0').leftovers;
  t.is(leftover?.allocatedBytes, 30_000 + 8192);
  t.regex(leftover?.evidence ?? '', new RegExp(chain));
});
