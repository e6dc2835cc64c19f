import { volumeDirectory } from '../../../model/data-root-layout.js';
import type { HostVolume } from '../../merge-records.js';
import { containerHolder } from '../holders.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { RemovalSet } from '../removal-set.js';
import type { Subject, SubjectAnswer } from '../subject.js';
import { describeRemoval } from '../to-free.js';
import type { WhoseHost } from '../whose-host.js';

/** Volumes of every root. */
export function volumeSubjects(host: WhoseHost): Subject[] {
  return host.view.volumes.map((volume): Subject => {
    const { record, root } = volume;
    return {
      kind: 'volume',
      root: root?.path ?? null,
      id: record.name,
      name: record.name,
      keys: [record.name],
      words: [],
      places: root === null ? [] : [{ root, path: volumeDirectory(record.name), part: 'its directory' }],
      answer: () => answerVolume(host, volume),
    };
  });
}

function answerVolume(host: WhoseHost, volume: HostVolume): SubjectAnswer {
  const { record, root } = volume;
  const report = host.volumeReport(volume);
  const hidden = report?.hidden ?? null;
  const kind = report?.anonymous === true ? 'an anonymous volume' : 'a volume';
  return {
    path: root === null ? record.mountpoint : root.absolute(volumeDirectory(record.name)),
    category: root === null ? null : 'volumes',
    description: `${kind} of the driver ${record.driver}${record.recorded ? '' : ', which the engine has not recorded'}`,
    allocatedBytes: report?.allocatedBytes ?? null,
    inodes: report?.inodes ?? null,
    holders: host.usersOf(volume).map((container) => containerHolder(host, container, 'mounts it')),
    toFree: describeRemoval(new RemovalSet(host).addVolume(volume), hidden),
    hidden,
    evidence: null,
    ...figureProvenance(report, 'allocatedBytes'),
  };
}
