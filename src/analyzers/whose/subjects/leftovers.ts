import type { LeftoverReport } from '../../../report/types.js';
import type { RootView } from '../../root-view.js';
import { figureProvenance } from '../../figures/figure-provenance.js';
import { outermost } from '../../removal/outermost.js';
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
      // Some lie where something else is, or was, that has the place: a path in full names them as well.
      words: [
        ...(leftover.key === null ? found.words : []),
        ...(leftover.category === 'leftovers' ? [] : [leftover.path]),
      ],
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
  const { source, unmeasuredReason } = figureProvenance(leftover, 'allocatedBytes');
  const reason = root?.unmeasuredReason ?? unmeasuredReason;
  const paths = root === undefined ? [] : placesOf(host, root, leftover);
  return {
    path:
      leftover.key !== null && leftover.category === 'leftovers' && paths.length !== 1 ? null : leftover.path,
    category: leftover.category,
    description: `a leftover: ${leftover.kind.replaceAll('-', ' ')}`,
    allocatedBytes: leftover.allocatedBytes,
    inodes: leftover.inodes,
    holders: [],
    toFree: {
      objects: [{ kind: 'leftover', id: leftoverId(leftover), name: leftover.kind }],
      freedBytes: reason !== null ? null : freedBytes(root, leftover, paths),
      note: [reason, leftover.removal].filter((note) => note !== null && note !== '').join('; ') || null,
    },
    hidden: null,
    evidence: leftover.evidence,
    source,
    unmeasuredReason: reason,
  };
}

/** What hard links share with others stays. Of what no walk has met, only the report has a figure. */
function freedBytes(
  root: RootView | undefined,
  leftover: LeftoverReport,
  paths: readonly string[],
): number | null {
  if (root === undefined || leftover.category !== 'leftovers') return leftover.allocatedBytes;
  return root.usage.freed(outermost(new Set(paths)));
}

/** Every group that the accounting counts with a leftover. */
function placesOf(host: WhoseHost, root: RootView, leftover: LeftoverReport): string[] {
  if (leftover.category !== 'leftovers') return [];
  const gathered = host
    .accountingOf(root)
    .leftovers.all()
    .find((one) => host.leftoverReport(root, one.leftover) === leftover);
  return (gathered?.groups ?? []).map(({ path }) => path);
}
