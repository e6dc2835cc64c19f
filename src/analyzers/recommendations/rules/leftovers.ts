import { addBytes } from '../../../model/usage.js';
import type { AdvisedObject, LeftoverReport } from '../../../report/types.js';
import type { AdviceRule } from '../rule.js';

/** Kinds whose content may exist nowhere else. */
const WITH_DATA: readonly LeftoverReport['kind'][] = [
  'orphaned-writable-layer',
  'orphaned-container-directory',
  'half-removed-container',
  'orphaned-volume-directory',
];

/** What nothing refers to. bilge deletes nothing below a data root: the list of leftovers says how each is removed safely. */
export const leftovers: AdviceRule = {
  rule: 'leftovers',
  title: 'leftovers that nothing refers to',
  advise: ({ leftovers: found }) => {
    if (found.length === 0) return null;
    // The bytes of the others are counted elsewhere, or in no root.
    const counted = found.filter(({ category }) => category !== null);
    const missing = found.find(({ unmeasuredReason }) => unmeasuredReason !== null);
    return {
      objects: found.map(leftoverObject),
      freedBytes: sumOf(
        counted.map(({ allocatedBytes }) => allocatedBytes),
        missing === undefined,
      ),
      inodes: sumOf(
        counted.map(({ inodes }) => inodes),
        missing === undefined,
      ),
      advice: `no command of the engine removes these. ${procedures(found)}`,
      commands: [],
      unmeasuredReason: missing?.unmeasuredReason ?? null,
    };
  },
};

/** What holds for all of them stands in front of them. */
const SAID_ALREADY = /^no engine command removes it: /;

/** The safe way to remove each kind, once. */
function procedures(found: readonly LeftoverReport[]): string {
  const ways = new Set(
    found
      .filter(({ removal }) => removal !== '')
      .map(({ kind, removal }) => `${kind.replaceAll('-', ' ')}: ${removal.replace(SAID_ALREADY, '')}.`),
  );
  return [...ways].sort().join(' ');
}

/** `null` where none was measured, and where nothing was found while not everything was. */
function sumOf(figures: readonly (number | null)[], isWhole: boolean): number | null {
  const measured = figures.filter((figure) => figure !== null);
  if (measured.length === 0 && figures.length > 0) return null;
  const sum = measured.reduce(addBytes, 0);
  return sum === 0 && !isWhole ? null : sum;
}

function leftoverObject(leftover: LeftoverReport): AdvisedObject {
  const { kind, path, key, root, allocatedBytes, inodes, modifiedAt, evidence } = leftover;
  return {
    kind: 'leftover',
    id: path,
    name: key,
    root,
    risk: WITH_DATA.includes(kind) ? 'data loss' : 'safe',
    freedBytes: allocatedBytes,
    inodes,
    lastUsedAt: modifiedAt,
    lastUse: 'something in it changed',
    evidence: `${kind.replaceAll('-', ' ')}: ${evidence}`,
  };
}
