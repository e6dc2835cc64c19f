import * as fc from 'fast-check';
import { CONTAINER_STATUSES } from '../../src/model/container.js';
import { GROUP_PATTERNS } from '../../src/model/data-root-layout.js';
import type { Holdings, OpenBelowResult } from '../../src/model/holdings.js';
import {
  type GraphStore,
  type Inventory,
  ROOT_ORIGINS,
  type RootInventory,
  type RootRecords,
} from '../../src/model/inventory.js';
import type { WalkResult } from '../../src/model/walk.js';
import {
  aCacheRecord,
  aContainer,
  anEngine,
  anImage,
  aStore,
  aVolume,
  digestOf,
  FILESYSTEM,
  hex64,
  NO_RECORDS,
  TAKEN_AT,
} from './records.js';
import { arbitraryControlGroups } from './arbitrary-control.js';
import { someSettings } from './settings.js';
import { arbitraryLive, arbitraryTable } from './processes/arbitrary-table.js';

/** A handful of names, so that records meet each other, and anything else. */
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', hex64('a'), hex64('b'), hex64('a').slice(0, 25)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const digest = fc.oneof(fc.constantFrom(digestOf('a'), digestOf('b'), 'sha256:'), name);
const count = fc.oneof(fc.nat(), fc.maxSafeNat());
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const texts = fc.dictionary(name, name, { maxKeys: 2 });
const status = fc.constantFrom(...CONTAINER_STATUSES);

const image = fc
  .record({
    id: digest,
    references: fc.array(name, { maxLength: 2 }),
    parentId: orNull(digest),
    labels: texts,
    diffIds: fc.array(digest, { maxLength: 3 }),
    createdBy: fc.array(name, { maxLength: 3 }),
    engineSizeBytes: orNull(count),
    engineSharedBytes: orNull(count),
  })
  .map((fields) => anImage('any', fields));

const mount = fc.record({
  type: fc.constantFrom('volume', 'bind', 'tmpfs', 'other'),
  source: orNull(fc.oneof(fc.constantFrom('/', '/run', '/root'), name)),
  destination: name,
  volumeName: orNull(name),
  volumeDriver: orNull(name),
  readOnly: fc.boolean(),
});

const mode = orNull(fc.oneof(fc.constantFrom('host', 'private', 'container:a', 'container:'), name));

const isolation = fc.record({
  privileged: fc.boolean(),
  pidMode: mode,
  networkMode: mode,
  ipcMode: mode,
  utsMode: mode,
  userNamespaceMode: mode,
  addedCapabilities: fc.array(fc.oneof(fc.constantFrom('ALL', 'NET_ADMIN', 'SYS_ADMIN'), name), {
    maxLength: 2,
  }),
  securityOptions: fc.array(fc.oneof(fc.constant('seccomp=unconfined'), name), { maxLength: 2 }),
});

const settings = isolation.map((fields) => someSettings(fields));

const container = fc
  .record({
    id: name,
    name: orNull(name),
    imageId: orNull(digest),
    status,
    pid: orNull(fc.nat()),
    exitCode: orNull(fc.integer()),
    labels: texts,
    logDriver: orNull(fc.constantFrom('json-file', 'local', 'none')),
    logOptions: texts,
    mounts: fc.array(mount, { maxLength: 2 }),
    engineSizeRwBytes: orNull(count),
    startedAt: fc.constantFrom(null, '2026-06-01T00:00:10Z'),
    settings: orNull(settings),
  })
  .map((fields) => aContainer('any', fields));

const volume = fc
  .record({
    name,
    driver: fc.constantFrom('local', 'nfs'),
    labels: texts,
    options: texts,
    onDisk: fc.boolean(),
    engineSizeBytes: orNull(count),
  })
  .map((fields) => aVolume('any', fields));

const cacheRecord = fc
  .record({
    id: name,
    parents: fc.array(name, { maxLength: 2 }),
    cacheId: orNull(name),
    chainId: orNull(digest),
    inUse: orNull(fc.boolean()),
    engineSizeBytes: orNull(count),
  })
  .map((fields) => aCacheRecord('any', fields));

const store: fc.Arbitrary<GraphStore> = fc
  .record({
    driver: fc.oneof(fc.constantFrom('overlay2', 'overlay2', 'vfs', 'overlay'), name),
    images: fc.array(image, { maxLength: 4 }),
    layers: fc.array(
      fc.record({
        chainId: digest,
        diffId: orNull(digest),
        cacheId: orNull(name),
        parentChainId: orNull(digest),
        recordedBytes: orNull(count),
      }),
      { maxLength: 4 },
    ),
    mounts: fc.array(
      fc.record({ name, mountId: orNull(name), initId: orNull(name), parentChainId: orNull(digest) }),
      { maxLength: 3 },
    ),
    pendingRemovals: fc.array(fc.record({ name, cacheId: orNull(name) }), { maxLength: 2 }),
    links: fc.array(fc.tuple(name, name), { maxLength: 3 }).map((links) => new Map(links)),
  })
  .map((fields) => aStore(fields));

const records: fc.Arbitrary<RootRecords> = fc
  .record({
    stores: fc.array(store, { maxLength: 2 }),
    containers: fc.array(container, { maxLength: 3 }),
    damagedContainers: fc.array(name, { maxLength: 2 }),
    volumes: fc.array(volume, { maxLength: 3 }),
    buildCache: orNull(fc.array(cacheRecord, { maxLength: 3 })),
    buildCacheHoldings: orNull(
      fc.record({
        cacheIds: fc.array(name).map((ids) => new Set(ids)),
        chainIds: fc.array(digest).map((ids) => new Set(ids)),
      }),
    ),
    originalPath: orNull(name),
  })
  .map((fields) => ({ ...NO_RECORDS, ...fields }));

const groupPath = fc.oneof(
  fc
    .tuple(fc.constantFrom(...GROUP_PATTERNS), fc.infiniteStream(name))
    .map(([pattern, names]) => pattern.replaceAll('*', () => names.next().value ?? 'x')),
  fc.constantFrom('', 'overlay2', 'containerd', 'odd/path'),
);

const walk: fc.Arbitrary<WalkResult> = fc.record({
  state: fc.constantFrom('running', 'complete', 'cancelled'),
  total: fc.record({ allocatedBytes: count, apparentBytes: count, inodes: count }),
  groups: fc.uniqueArray(
    fc.record({
      path: groupPath,
      allocatedBytes: count,
      apparentBytes: count,
      inodes: fc.nat(),
      newestMs: fc.oneof(fc.nat(), fc.double(), fc.constant(9e18)),
      unreadable: fc.nat({ max: 2 }),
    }),
    { selector: (group) => group.path, maxLength: 20 },
  ),
  linked: fc.constant([]),
  vanished: fc.nat(),
  unreadable: fc.array(
    fc.record({ path: fc.constantFrom('/root', '/root/a'), code: fc.constant('EACCES') }),
    {
      maxLength: 1,
    },
  ),
  unreadableCount: fc.nat(),
  mountsSkipped: fc.array(name, { maxLength: 2 }),
  excluded: fc.array(name, { maxLength: 2 }),
  elapsedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
});

const root: fc.Arbitrary<RootInventory> = fc.record({
  kind: fc.constant('data-root'),
  origin: fc.constantFrom(...ROOT_ORIGINS),
  path: fc.constant('/root'),
  denied: fc.boolean(),
  filesystem: orNull(fc.constant(FILESYSTEM)),
  records,
  earlierRecords: records,
  walk: orNull(walk),
  heldByEngine: orNull(fc.boolean()),
  heldSince: fc.constantFrom(null, 'no time', '2026-05-15T00:00:00Z'),
  mountPoints: fc.array(name, { maxLength: 2 }),
});

const engine = fc
  .record({
    facts: fc.record({
      version: orNull(fc.oneof(fc.constantFrom('20.10.24', '29.1.0', '28.5.2'), name)),
      imageStore: fc.constantFrom('graphdriver', 'containerd', null),
      dataRoot: orNull(name),
      loggingOptions: orNull(texts),
      warnings: fc.array(name, { maxLength: 2 }),
    }),
    containers: orNull(fc.array(container, { maxLength: 3 })),
    images: orNull(fc.array(image, { maxLength: 3 })),
    volumes: orNull(fc.array(volume, { maxLength: 3 })),
    buildCache: orNull(fc.array(cacheRecord, { maxLength: 3 })),
    layersBytes: orNull(count),
    live: orNull(arbitraryLive),
  })
  .map(({ facts, ...lists }) => anEngine(facts, lists));

const problem = fc.record({
  source: fc.constantFrom('engine', 'data-root', 'disk'),
  code: fc.constantFrom('damaged-metadata', 'permission-denied'),
  message: name,
  path: orNull(fc.constantFrom('/root', '/root/image', '/root/containers/a/config.v2.json', '/elsewhere')),
  missing: orNull(name),
  hint: orNull(name),
});

const place = fc.oneof(
  fc.constantFrom('/root', '/elsewhere'),
  groupPath.map((path) => `/root/${path}`),
);
const process = { pid: fc.nat(), comm: name, startTime: fc.nat() };
const coverage = fc.record({
  complete: fc.boolean(),
  processes: fc.nat(),
  unreadable: fc.nat(),
  hidden: fc.boolean(),
});

const mountHolding = fc.record({
  filesystemType: fc.constantFrom('overlay', 'ext4'),
  device: fc.constantFrom('0:50', '0:51'),
  mountPoints: fc.array(place, { maxLength: 2 }),
  sourceDirectory: orNull(place),
  sourceDeleted: fc.boolean(),
  upperDirectory: orNull(place),
  workDirectory: orNull(place),
  lowerDirectories: fc.array(place, { maxLength: 2 }),
  views: fc.array(fc.record({ namespace: name, pid: fc.nat(), mountPoint: name }), { maxLength: 2 }),
  inOwnNamespace: fc.boolean(),
  mountedAt: fc.constantFrom(null, 'no time', '2026-05-01T00:00:00Z'),
});

const deletedFile = fc.record({
  path: orNull(place),
  seenPath: name,
  upperDirectory: orNull(place),
  device: fc.constantFrom('8:1', '8:2'),
  inode: fc.constantFrom('1', '2'),
  allocatedBytes: count,
  apparentBytes: count,
  processes: fc.array(
    fc.record({ ...process, descriptors: fc.array(fc.nat(), { maxLength: 2 }), mapped: fc.boolean() }),
    { maxLength: 2 },
  ),
});

const holdings: fc.Arbitrary<Holdings> = fc.record({
  mounts: fc.array(mountHolding, { maxLength: 3 }),
  deletedFiles: fc.array(deletedFile, { maxLength: 2 }),
  undecidedFiles: fc.constant([]),
  coverage,
});

const users: fc.Arbitrary<OpenBelowResult> = fc.record({
  directories: fc.array(
    fc.record({
      path: place,
      processes: fc.array(
        fc.record({
          ...process,
          descriptors: fc.array(fc.nat(), { maxLength: 2 }),
          workingDirectory: fc.boolean(),
          rootDirectory: fc.boolean(),
          mapped: fc.boolean(),
        }),
        { maxLength: 1 },
      ),
    }),
    { maxLength: 3 },
  ),
  coverage,
});

/** Any inventory of the right types, however inconsistent. */
export const arbitraryInventory: fc.Arbitrary<Inventory> = fc.record({
  takenAt: fc.constant(TAKEN_AT),
  sample: fc.boolean(),
  host: fc.constant({
    hostname: null,
    operatingSystem: null,
    kernelVersion: null,
    cpus: null,
    memoryBytes: null,
  }),
  scope: fc.constant('everything' as const),
  processes: orNull(arbitraryTable),
  controlGroups: orNull(arbitraryControlGroups(['a', 'b', hex64('a'), hex64('b')])),
  hostNetwork: fc.constant(null),
  engine: orNull(engine),
  roots: fc.array(root, { maxLength: 1 }),
  holdings: orNull(holdings),
  confirmation: orNull(fc.record({ holdings, users })),
  problems: fc.array(problem, { maxLength: 2 }),
});
