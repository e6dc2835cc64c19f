import test from 'ava';
import { measurePaths } from '../../src/analyzers/removal/measure-paths.js';
import { proofOf, type ProofFacts, whyNoProof } from '../../src/cleanup/proof.js';
import type { CleanupResult, Report, RootReport } from '../../src/report/types.js';
import { FILESYSTEM } from '../analyzers/records.js';
import { ROOT } from '../analyzers/host-builder.js';
import { harbour, harbourReport } from '../report/harbour.js';
import { publishedSchema } from './support.js';

type Proof = NonNullable<CleanupResult['proof']>;

const problemsOf = publishedSchema('cleanup-result');
/** Another root, whose path is the beginning of the first one’s without being above it. */
const SHORTER = ROOT.slice(0, -3);
const [LAYER, VOLUME] = [`${ROOT}/overlay2/a`, `${ROOT}/volumes/data`];

/** The report with its root's bytes and the free space changed by so much. */
function changed(bytes: number, freeBytes = 0, fields: Partial<RootReport> = {}): Report {
  const report = harbourReport();
  const roots = report.roots.map((root) => ({
    ...root,
    allocatedBytes: (root.allocatedBytes ?? 0) + bytes,
    filesystem:
      root.filesystem === null ? null : { ...FILESYSTEM, freeBytes: FILESYSTEM.freeBytes + freeBytes },
    ...fields,
  }));
  return { ...report, roots };
}

function prove(fields: Partial<ProofFacts> = {}): Proof {
  const proof = proofOf({
    predictedBytes: 12_288,
    before: new Map([
      [LAYER, 8192],
      [VOLUME, 4096],
    ]),
    after: new Map(),
    reportBefore: changed(0),
    reportAfter: changed(-12_288, 12_288),
    ...fields,
  });
  const result = {
    schemaVersion: 1,
    kind: 'bilge-cleanup-result',
    startedAt: '2026-06-01T12:00:00Z',
    endedAt: '2026-06-01T12:00:01Z',
    ended: 'complete',
    objects: [],
    proof,
    proofMissing: null,
  };
  const problems = problemsOf(result);
  if (problems !== null) throw new Error(problems);
  return proof;
}

test('what was promised and went, in the files, the root and the filesystem, is kept to the byte', (t) => {
  t.deepEqual(prove(), {
    predictedBytes: 12_288,
    measuredBytes: 12_288,
    rootsBytes: 12_288,
    filesystems: [
      {
        mountPoint: '/',
        path: ROOT,
        freeBytesBefore: FILESYSTEM.freeBytes,
        freeBytesAfter: FILESYSTEM.freeBytes + 12_288,
      },
    ],
    remaining: [],
    explanation: ['Kept to the byte.'],
  });
});

test('what is still there is listed, and that is why fewer bytes went', (t) => {
  const proof = prove({ after: new Map([[VOLUME, 4096]]), reportAfter: changed(-8192, 8192) });
  t.like(proof, { measuredBytes: 8192, remaining: [{ path: VOLUME, allocatedBytes: 4096 }] });
  t.deepEqual(proof.explanation, [
    '4,096 bytes fewer went than was promised: what is still there is listed above.',
  ]);
});

test('fewer bytes with nothing left are said, and so are more', (t) => {
  const fewer = prove({ predictedBytes: 20_480 });
  t.deepEqual(fewer.explanation, [
    '8,192 bytes fewer went than was promised: something else wrote there meanwhile.',
  ]);
  const more = prove({ predictedBytes: 8192 });
  t.regex(more.explanation[0] ?? '', /^4,096 bytes more went than was promised/);
});

test('without an exact promise none is claimed to be kept', (t) => {
  const { predictedBytes, explanation } = prove({ predictedBytes: null });
  t.is(predictedBytes, null);
  t.deepEqual(explanation, ['Nothing exact was promised: not everything could be measured before.']);
});

test('a path that grew instead counts against what went', (t) => {
  const proof = prove({ predictedBytes: 8192, after: new Map([[VOLUME, 10_240]]) });
  t.is(proof.measuredBytes, 2048);
});

test('a root that grew elsewhere is said with the categories that did', (t) => {
  const after = changed(-12_288 + 5000, 7288);
  const [root] = after.roots;
  const categories = (root?.categories ?? []).map((one) =>
    one.category === 'container-logs' ? { ...one, allocatedBytes: (one.allocatedBytes ?? 0) + 5000 } : one,
  );
  const grown = { ...after, roots: after.roots.map((one) => ({ ...one, categories })) };
  const { rootsBytes, explanation } = prove({ reportAfter: grown });
  t.is(rootsBytes, 7288);
  t.deepEqual(explanation, [
    'Kept to the byte.',
    'The roots grew by 5,000 bytes elsewhere meanwhile (grown: container-logs by 5,000 bytes): the engine’s own records, or other work.',
  ]);
});

test('a root that lost more, and a filesystem that gained more or less, are said', (t) => {
  const lost = prove({ reportAfter: changed(-20_480, 20_480) });
  t.regex(lost.explanation[1] ?? '', /^The roots lost 8,192 bytes beside that/);
  const less = prove({ reportAfter: changed(-12_288, 0) });
  t.regex(less.explanation[1] ?? '', /^The filesystem gained 12,288 bytes less/);
  const more = prove({ reportAfter: changed(-12_288, 1_012_288) });
  t.regex(more.explanation[1] ?? '', /^The filesystem gained 1,000,000 bytes more/);
});

/** The report with roots at these paths, all on one filesystem. */
function withRoots(
  report: Report,
  paths: readonly string[],
  bytes: Readonly<Record<string, number>> = {},
): Report {
  const [root] = report.roots;
  if (root === undefined) throw new Error('there is a root');
  return {
    ...report,
    roots: paths.map((path) => ({
      ...root,
      path,
      allocatedBytes: (root.allocatedBytes ?? 0) + (bytes[path] ?? 0),
    })),
  };
}

test('several roots on one filesystem count together, and their free space once', (t) => {
  const paths = [ROOT, '/var/lib/containerd'];
  const proof = prove({
    before: new Map([
      [LAYER, 8192],
      ['/var/lib/containerd/snapshots/1', 4096],
    ]),
    reportBefore: withRoots(changed(0), paths),
    reportAfter: withRoots(changed(0, 12_288), paths, { [ROOT]: -8192, '/var/lib/containerd': -4096 }),
  });
  t.is(proof.rootsBytes, 12_288);
  t.deepEqual(
    proof.filesystems.map(({ path }) => path),
    [ROOT],
  );
  t.deepEqual(proof.explanation, ['Kept to the byte.']);
});

test('roots that nothing was removed from do not count, not even those whose path only begins alike', (t) => {
  const paths = [ROOT, '/srv/docker', SHORTER];
  const proof = prove({
    reportBefore: withRoots(changed(0), paths),
    reportAfter: withRoots(changed(0, 12_288), paths, {
      [ROOT]: -12_288,
      '/srv/docker': -1_000_000,
      [SHORTER]: 5_000_000,
    }),
  });
  t.is(proof.rootsBytes, 12_288);
  t.deepEqual(proof.explanation, ['Kept to the byte.']);
});

test('a root that was not measured again gives no proof, and one that has nothing to do with it is no matter', (t) => {
  const before = withRoots(changed(0), [ROOT, '/srv/docker']);
  t.is(whyNoProof([LAYER], before, before), null);
  const missing = withRoots(changed(0), ['/srv/docker']);
  t.is(whyNoProof([LAYER], before, missing), `${ROOT} could not be measured again`);
  t.is(
    whyNoProof([LAYER], before, changed(0, 0, { allocatedBytes: null })),
    `${ROOT} could not be measured again`,
  );
  t.is(whyNoProof(['/srv/docker/volumes/x'], before, missing), null);
});

test('paths are measured as du counts them, with all that is below, and 0 where nothing is', (t) => {
  const inventory = harbour().inventory();
  const measured = measurePaths(inventory, [
    `${ROOT}/volumes/data`,
    `${ROOT}/volumes/none`,
    '/elsewhere/data',
  ]);
  t.deepEqual(
    [...measured],
    [
      [`${ROOT}/volumes/data`, 9_000_448],
      [`${ROOT}/volumes/none`, 0],
      ['/elsewhere/data', 0],
    ],
  );
});
