import type { CleanupResult, Report, RootReport } from '../report/types.js';

type Proof = NonNullable<CleanupResult['proof']>;

/** Bytes of paths before and after, by path; 0 where nothing is. */
type PathBytes = ReadonlyMap<string, number>;

export interface ProofFacts {
  /** What the arithmetic says of exactly the objects that were removed. */
  readonly predictedBytes: number | null;
  /** Paths that go with them, each with what du counted before and after. */
  readonly before: PathBytes;
  readonly after: PathBytes;
  readonly reportBefore: Report;
  readonly reportAfter: Report;
}

/** What was promised against what was measured, and where the difference comes from. */
export function proofOf({ predictedBytes, before, after, reportBefore, reportAfter }: ProofFacts): Proof {
  const measuredBytes = sum(before) - sum(after);
  const remaining = [...before.keys()].flatMap((path) => {
    const allocatedBytes = after.get(path) ?? 0;
    return allocatedBytes > 0 ? [{ path, allocatedBytes }] : [];
  });
  const rootsBefore = concernedRoots(reportBefore, before.keys());
  const rootsAfter = concernedRoots(reportAfter, before.keys());
  const rootsBytes = allocatedOf(rootsBefore) - allocatedOf(rootsAfter);
  const filesystems = filesystemsOf(rootsBefore, rootsAfter);
  return {
    predictedBytes,
    measuredBytes,
    rootsBytes,
    filesystems,
    remaining,
    explanation: [
      ...explainPrediction(predictedBytes, measuredBytes, remaining.length),
      ...explainRoots(measuredBytes, rootsBytes, rootsBefore, rootsAfter),
      ...explainFilesystems(rootsBytes, filesystems),
    ],
  };
}

/** Other engines' roots have nothing to do with it. */
function concernedRoots(report: Report, paths: Iterable<string>): RootReport[] {
  const all = [...paths];
  return report.roots.filter((root) => all.some((path) => path.startsWith(`${root.path}/`)));
}

/**
 * Why there can be no proof after a second look: nothing was met in a root that was not walked, which does not mean that
 * nothing is there. `null`: there can.
 */
export function whyNoProof(
  paths: readonly string[],
  reportBefore: Report,
  reportAfter: Report,
): string | null {
  const unseen = concernedRoots(reportBefore, paths).find(
    (root) => (reportAfter.roots.find(({ path }) => path === root.path)?.allocatedBytes ?? null) === null,
  );
  return unseen === undefined ? null : `${unseen.path} could not be measured again`;
}

function allocatedOf(roots: readonly RootReport[]): number {
  return roots.reduce((total, { allocatedBytes }) => total + (allocatedBytes ?? 0), 0);
}

function sum(paths: PathBytes): number {
  return [...paths.values()].reduce((total, bytes) => total + bytes, 0);
}

function explainPrediction(predicted: number | null, measured: number, remaining: number): string[] {
  if (predicted === null) return ['Nothing exact was promised: not everything could be measured before.'];
  if (predicted === measured) return ['Kept to the byte.'];
  if (predicted < measured)
    return [
      `${count(measured - predicted)} bytes more went than was promised: what grew between the measurement and the removal, or has links outside of what was removed.`,
    ];
  const still =
    remaining > 0 ? ': what is still there is listed above' : ': something else wrote there meanwhile';
  return [`${count(predicted - measured)} bytes fewer went than was promised${still}.`];
}

/** What changed elsewhere in the roots meanwhile, by category. */
function explainRoots(
  measured: number,
  whole: number,
  before: readonly RootReport[],
  after: readonly RootReport[],
): string[] {
  const rest = whole - measured;
  if (rest === 0) return [];
  const changes = new Map<string, number>();
  for (const [roots, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const { categories } of roots) {
      for (const { category, allocatedBytes } of categories) {
        changes.set(category, (changes.get(category) ?? 0) + sign * (allocatedBytes ?? 0));
      }
    }
  }
  const grown = [...changes].filter(([, bytes]) => bytes > 0);
  const list = grown.map(([category, bytes]) => `${category} by ${count(bytes)} bytes`).join(', ');
  const where = list === '' ? '' : ` (grown: ${list})`;
  return rest > 0
    ? [`The roots lost ${count(rest)} bytes beside that: records and directories that shrank, or other work.`]
    : [
        `The roots grew by ${count(-rest)} bytes elsewhere meanwhile${where}: the engine’s own records, or other work.`,
      ];
}

function explainFilesystems(rootsBytes: number, filesystems: Proof['filesystems']): string[] {
  if (filesystems.length === 0) return [];
  const gained = filesystems.reduce(
    (sum, { freeBytesBefore, freeBytesAfter }) => sum + freeBytesAfter - freeBytesBefore,
    0,
  );
  const rest = gained - rootsBytes;
  if (rest === 0) return [];
  return [
    rest > 0
      ? `The filesystem gained ${count(rest)} bytes more: others freed space, or deleted files were closed.`
      : `The filesystem gained ${count(-rest)} bytes less: others wrote, or files that are gone are still open.`,
  ];
}

/** Each filesystem once, whatever the number of roots on it. */
function filesystemsOf(before: readonly RootReport[], after: readonly RootReport[]): Proof['filesystems'] {
  const found = new Map<string, Proof['filesystems'][number]>();
  for (const { path, filesystem } of before) {
    const later = after.find((root) => root.path === path)?.filesystem ?? null;
    if (filesystem === null || later === null) continue;
    const { device, mountPoint, freeBytes } = filesystem;
    const key = device ?? mountPoint ?? path;
    if (found.has(key)) continue;
    found.set(key, { mountPoint, path, freeBytesBefore: freeBytes, freeBytesAfter: later.freeBytes });
  }
  return [...found.values()];
}

function count(bytes: number): string {
  return bytes.toLocaleString('en-US');
}
