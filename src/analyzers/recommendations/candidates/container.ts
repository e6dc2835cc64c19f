import { isHex64 } from '../../../model/digest.js';
import type { ContainerReport } from '../../../report/types.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { timeMs } from '../last-use.js';
import { nameOrId, shellCommand } from '../shell.js';
import { type CandidateFacts, UNSEEN } from './facts.js';

/**
 * Inodes that a writable layer has before anything was written to it, by storage driver: overlay2 has its directory,
 * `diff`, `work`, `work/work`, `link` and `lower`; a snapshot of containerd its directory, `fs`, `work` and `work/work`.
 * Source: moby, daemon/graphdriver/overlay2/overlay.go; containerd, plugins/snapshots/overlay.
 */
const EMPTY_INODES: ReadonlyMap<string, number> = new Map([
  ['overlay2', 6],
  ['overlayfs', 4],
]);

/** More bytes than those inodes have: four directories of a block and the two files, the second up to 128 lower ones. */
const EMPTY_BYTES = 5 * 4096;

/**
 * Nothing was written into its writable layer, as far as that can be told. Some layers begin with an inode less, such
 * as those without a lower one: what has many bytes was written to, however few inodes it has.
 */
function isUnwritten(container: ContainerReport): boolean {
  const { storageDriver, writableLayerInodes, writableLayerApparentBytes, engineSizeRwBytes } = container;
  if ((writableLayerApparentBytes ?? 0) > EMPTY_BYTES || (engineSizeRwBytes ?? 0) > 0) return false;
  if (writableLayerInodes === null) return engineSizeRwBytes === 0;
  // A lower bound says nothing of what could not be read, or was not walked yet.
  if (figureProvenance(container, 'writableLayerInodes').unmeasuredReason !== null) return false;
  return writableLayerInodes <= (EMPTY_INODES.get(storageDriver ?? '') ?? -1);
}

/** Facts of a container that does not run. */
export function containerFacts(report: ContainerReport): CandidateFacts {
  const { id, name, status, exitCode, createdAt, startedAt, finishedAt, composeProject } = report;
  const neverStarted = startedAt === null && status === 'created';
  const unwritten = isUnwritten(report);
  const hasLog = report.logBytes !== 0;
  const state = neverStarted
    ? 'was never started'
    : exitCode === null
      ? status
      : `${status} with ${exitCode}`;
  // Without it nobody knows any more whose data its anonymous volumes are.
  const holdsVolumes = neverStarted && report.mounts.some(({ volumeName }) => isHex64(volumeName ?? ''));
  const isSafe = !holdsVolumes && (neverStarted || (unwritten && !hasLog));
  const content = neverStarted
    ? holdsVolumes
      ? 'others may take their volumes from it (--volumes-from)'
      : null
    : unwritten
      ? 'nothing was written into it'
      : 'what was written into its writable layer goes with it';
  const project = composeProject === null ? null : `of the compose project ${composeProject}`;
  return {
    names: name === null ? [] : [name],
    labels: report.labels,
    risk: isSafe ? 'safe' : unwritten && !holdsVolumes ? 'rebuildable' : 'data loss',
    uses: [
      { atMs: timeMs(createdAt), how: 'it was created' },
      { atMs: timeMs(startedAt), how: 'it was started' },
      { atMs: timeMs(finishedAt), how: 'it ended' },
    ],
    costBytes: report.totalBytes ?? report.writableLayerApparentBytes ?? 0,
    isNamedVolume: false,
    cache: null,
    isUsed: false,
    evidence: [state, project, content].filter((part) => part !== null).join('; '),
    commands: [shellCommand('docker', 'container', 'rm', nameOrId(name, id))],
    seen: { ...UNSEEN, status, startedAt, finishedAt, allocatedBytes: report.totalBytes },
  };
}
