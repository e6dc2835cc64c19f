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
      freedBytes: counted.reduce((sum, { allocatedBytes }) => addBytes(sum, allocatedBytes ?? 0), 0),
      inodes: counted.reduce((sum, { inodes }) => addBytes(sum, inodes ?? 0), 0),
      advice: 'bilge leftovers says how each kind of them goes safely',
      commands: [],
      unmeasuredReason: missing?.unmeasuredReason ?? null,
    };
  },
};

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
