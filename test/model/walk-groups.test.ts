import test from 'ava';
import { compilePatterns, matchName, type PatternNode } from '../../src/formats/group-patterns.js';
import { PRIVATE_CONTAINERD } from '../../src/model/containerd-layout.js';
import { GROUP_PATTERNS } from '../../src/model/data-root-layout.js';
import type { RootKind } from '../../src/model/inventory.js';
import { walkGroups } from '../../src/model/walk-groups.js';

const HEX = 'a'.repeat(64);
const SNAPSHOTTER = 'io.containerd.snapshotter.v1.';
const CONTENT = 'io.containerd.content.v1.content';

/** What must be told apart below a containerd root: objects, and the directories that hold them. */
const CONTAINERD_GROUPS = [
  `${SNAPSHOTTER}overlayfs`,
  `${SNAPSHOTTER}overlayfs/snapshots`,
  `${SNAPSHOTTER}overlayfs/snapshots/12`,
  `${SNAPSHOTTER}overlayfs/snapshots/new-123`,
  `${SNAPSHOTTER}native/snapshots/3`,
  `${SNAPSHOTTER}btrfs/active/4`,
  `${SNAPSHOTTER}btrfs/view/5`,
  `${SNAPSHOTTER}btrfs/snapshots/6`,
  CONTENT,
  `${CONTENT}/blobs`,
  `${CONTENT}/blobs/sha256`,
  `${CONTENT}/blobs/sha256/${HEX}`,
  `${CONTENT}/ingest`,
  `${CONTENT}/ingest/${HEX}`,
  'io.containerd.metadata.v1.bolt',
  'tmpmounts',
];

function isGroup(kind: RootKind, path: string): boolean {
  const root: PatternNode | null = compilePatterns(walkGroups(kind));
  return path.split('/').reduce<PatternNode | null>(matchName, root)?.isGroup ?? false;
}

test('every snapshot, blob and ingest of a containerd root is a group of its own', (t) => {
  for (const path of CONTAINERD_GROUPS) {
    t.true(isGroup('containerd-root', path), path);
    t.true(isGroup('data-root', `${PRIVATE_CONTAINERD}/${path}`), path);
  }
  t.false(isGroup('containerd-root', `${SNAPSHOTTER}overlayfs/snapshots/12/fs`));
});

test('what stands in a data root beside the private containerd stays apart', (t) => {
  for (const path of [
    'containerd',
    'containerd/other',
    PRIVATE_CONTAINERD,
    'buildkit/containerd-overlayfs',
  ]) {
    t.true(isGroup('data-root', path), path);
  }
  for (const pattern of GROUP_PATTERNS) {
    t.true(isGroup('data-root', pattern.replaceAll('*', 'any-name')), pattern);
  }
});
