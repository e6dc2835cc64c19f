import type { LeftoverReport } from '../../../report/types.js';
import type { RootView } from '../../root-view.js';
import { outermost } from '../outermost.js';
import type { Subject, SubjectAnswer } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';
import { keysOfPaths } from './keys-of-paths.js';

/** What nothing refers to. Its places are found through the accounting, which alone knows them. */
export function leftoverSubjects(host: WhoseHost): Subject[] {
  return host.report.leftovers.map((leftover): Subject => {
    const found = keysOfPaths([leftover.path]);
    // A lease has no path of its own, only the database that its record lies in.
    const keys = leftover.key === null ? found.keys : [leftover.key];
    return {
      kind: 'leftover',
      root: leftover.root,
      id: leftoverId(leftover),
      name: leftover.kind,
      keys,
      words: leftover.key === null ? found.words : [],
      places: [],
      leftover,
      answer: () => answerLeftover(host, leftover),
    };
  });
}

function leftoverId({ key, path }: LeftoverReport): string {
  return key ?? path;
}

function answerLeftover(host: WhoseHost, leftover: LeftoverReport): SubjectAnswer {
  const root = host.view.roots.find(({ path }) => path === leftover.root);
  const reason = root?.unmeasuredReason ?? null;
  const id = leftoverId(leftover);
  const paths = root === undefined ? [] : placesOf(host, root, leftover);
  return {
    path: leftover.key !== null && paths.length !== 1 ? null : leftover.path,
    category: 'leftovers',
    description: `a leftover: ${leftover.kind.replaceAll('-', ' ')}`,
    allocatedBytes: leftover.allocatedBytes,
    inodes: leftover.inodes,
    holders: [],
    toFree: {
      objects: [{ kind: 'leftover', id, name: leftover.kind }],
      freedBytes: root === undefined || reason !== null ? null : root.usage.freed(outermost(new Set(paths))),
      note: [reason, leftover.removal].filter((note) => note !== null && note !== '').join('; ') || null,
    },
    hidden: null,
    evidence: leftover.evidence,
    source: 'disk',
    unmeasuredReason: reason,
  };
}

/** Every group that the accounting counts with a leftover. */
function placesOf(host: WhoseHost, root: RootView, leftover: LeftoverReport): string[] {
  return [...host.groupsOf(root)].filter((group) => {
    const found = host.ownerOf(root, group)?.leftover ?? null;
    return found !== null && host.leftoverReport(root, found) === leftover;
  });
}
