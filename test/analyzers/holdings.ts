import type {
  Confirmation,
  Holdings,
  MountHolding,
  OpenDeletedFile,
  ProcessCoverage,
} from '../../src/model/holdings.js';

const COMPLETE: ProcessCoverage = { complete: true, processes: 100, unreadable: 0, hidden: false };

export const NO_HOLDINGS: Holdings = {
  mounts: [],
  deletedFiles: [],
  undecidedFiles: [],
  coverage: COMPLETE,
};

export function aMount(fields: Partial<MountHolding> = {}): MountHolding {
  return {
    filesystemType: 'overlay',
    device: '0:50',
    mountPoints: [],
    sourceDirectory: null,
    sourceDeleted: false,
    upperDirectory: null,
    workDirectory: null,
    lowerDirectories: [],
    views: [{ namespace: '4026531841', pid: 1, mountPoint: '/elsewhere' }],
    inOwnNamespace: true,
    mountedAt: null,
    ...fields,
  };
}

export function aDeletedFile(path: string | null, fields: Partial<OpenDeletedFile> = {}): OpenDeletedFile {
  return {
    path,
    seenPath: '/seen',
    upperDirectory: null,
    device: '8:1',
    inode: '77',
    allocatedBytes: 40_960,
    apparentBytes: 40_000,
    processes: [{ pid: 4711, comm: 'dockerd', startTime: 1, descriptors: [12], mapped: false }],
    ...fields,
  };
}

/** A second look that saw the same, asked who uses each path: so many processes. */
export function confirmedBy(
  users: Readonly<Record<string, number>>,
  holdings: Holdings = NO_HOLDINGS,
): Confirmation {
  return {
    holdings,
    users: {
      directories: Object.entries(users).map(([path, count]) => ({
        path,
        processes: Array.from({ length: count }, (_, at) => ({
          pid: 100 + at,
          comm: 'sh',
          startTime: 1,
          descriptors: [],
          workingDirectory: true,
          rootDirectory: false,
          mapped: false,
        })),
      })),
      coverage: COMPLETE,
    },
  };
}
