import { volumeDirectory } from '../../../model/data-root-layout.js';
import type { VolumeReport } from '../../../report/types.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { timeOf } from '../../leftovers/leftovers.js';
import type { HostVolume } from '../../merge-records.js';
import { timeMs } from '../last-use.js';
import { commandAbout } from '../shell.js';
import { type CandidateFacts, UNSEEN } from './facts.js';

/** The directory of a volume and its `_data`. */
const EMPTY_INODES = 2;

/** Set from 23.0 on. Source: moby, volume/service/service.go (`AnonymousLabel`). */
const ANONYMOUS_LABEL = 'com.docker.volume.anonymous';

/** Facts of a volume. */
export function volumeFacts(report: VolumeReport, { root, record }: HostVolume): CandidateFacts {
  const { name, anonymous, createdAt, containers, allocatedBytes } = report;
  const newestMs = root?.usage.at(volumeDirectory(record.name))?.newestMs ?? null;
  // A lower bound says nothing of what could not be read, or was not walked yet.
  const isCounted = figureProvenance(report, 'inodes').unmeasuredReason === null;
  const isEmpty = isCounted && report.inodes !== null && report.inodes <= EMPTY_INODES;
  const kind = anonymous ? 'an anonymous volume' : 'a named volume';
  const users =
    containers.length === 0
      ? 'no container uses it'
      : `used by ${containers.length === 1 ? '1 container' : `${containers.length} containers`}`;
  return {
    names: anonymous ? [] : [name],
    labels: report.labels,
    risk: isEmpty ? 'safe' : 'data loss',
    uses: [
      { atMs: timeMs(createdAt), how: 'it was created' },
      { atMs: newestMs, how: 'something in it changed' },
    ],
    costBytes: allocatedBytes ?? report.apparentBytes ?? 0,
    isNamedVolume: !anonymous,
    hasAnonymousLabel: ANONYMOUS_LABEL in report.labels,
    cache: null,
    isUsed: containers.length > 0,
    evidence: `${kind}${isEmpty ? ', empty' : ''}; ${users}`,
    commands: [commandAbout(['docker', 'volume', 'rm'], [name])],
    seen: {
      ...UNSEEN,
      createdAt,
      allocatedBytes,
      modifiedAt: newestMs === null ? null : timeOf(newestMs),
    },
  };
}
