import test from 'ava';
import * as fc from 'fast-check';
import { compilePatterns, matchName, type PatternNode } from '../../src/formats/group-patterns.js';
import { GROUP_PATTERNS, STORAGE_DRIVERS } from '../../src/model/data-root-layout.js';
import {
  GRAPH_DRIVERS,
  graphDriver,
  type GraphDriverLayout,
  layerContent,
  layerOthers,
  layerOwning,
} from '../../src/model/graph-drivers.js';

const ID = /^[0-9a-f]{64}(-init)?$|^[0-9a-z]{25}$/;
const id = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{64}$/),
  fc.stringMatching(/^[0-9a-f]{64}-init$/),
  fc.stringMatching(/^[0-9a-z]{25}$/),
);

const TREE = compilePatterns(GROUP_PATTERNS);

/** The path of the group that a walk puts a path into. */
function groupOf(path: string): string {
  let node: PatternNode | null = TREE;
  let group = '';
  const names = path.split('/');
  for (const [i, name] of names.entries()) {
    node = matchName(node, name);
    if (node === null) break;
    if (node.isGroup) group = names.slice(0, i + 1).join('/');
  }
  return group;
}

function pathsOf(layout: GraphDriverLayout, layer: string): string[] {
  return [layerContent(layout, layer), ...layerOthers(layout, layer)].filter((path) => path !== null);
}

test('each path of a layer is a group of its own, and names its layer, in every driver', (t) => {
  const property = fc.property(fc.constantFrom(...GRAPH_DRIVERS), id, (layout, layer) => {
    t.regex(layer, ID);
    for (const path of pathsOf(layout, layer)) {
      t.is(groupOf(path), path);
      t.is(groupOf(`${path}/diff/etc/x`), path);
      t.is(layerOwning(layout, path), layer);
      t.is(layerOwning(layout, `${path}/diff/etc/x`), layer);
    }
  });
  t.notThrows(() => fc.assert(property));
});

test('layers lie where each driver puts them', (t) => {
  t.deepEqual(
    GRAPH_DRIVERS.map((layout) => [layout.measurable, ...pathsOf(layout, 'X')]),
    [
      ['disk', 'overlay2/X'],
      ['disk', 'fuse-overlayfs/X'],
      ['disk', 'overlay/X'],
      ['disk', 'vfs/dir/X'],
      ['disk', 'btrfs/subvolumes/X', 'btrfs/quotas/X'],
      ['recorded', 'zfs/graph/X'],
      ['recorded', 'devicemapper/metadata/X', 'devicemapper/mnt/X'],
      ['disk', 'aufs/diff/X', 'aufs/layers/X', 'aufs/mnt/X'],
    ],
  );
  t.deepEqual(STORAGE_DRIVERS, [
    'overlay2',
    'fuse-overlayfs',
    'overlay',
    'vfs',
    'btrfs',
    'zfs',
    'devicemapper',
    'aufs',
  ]);
});

test('what cannot be measured says why, and what can says nothing', (t) => {
  for (const layout of [...GRAPH_DRIVERS, graphDriver('windowsfilter')]) {
    t.is(layout.limit === null, layout.measurable === 'disk', layout.name);
    t.is(layout.contents === null, layout.measurable === 'recorded', layout.name);
  }
  t.regex(graphDriver('windowsfilter').limit ?? '', /windowsfilter/);
  t.is(graphDriver('constructor').contents, null);
});

test('a driver’s own files and directories are no layers', (t) => {
  const own: Readonly<Record<string, readonly string[]>> = {
    overlay2: [
      'overlay2',
      'overlay2/l',
      'overlay2/l/ABC',
      'overlay2/backingFsBlockDev',
      'overlay2x/X',
      'overlay/X',
    ],
    vfs: ['vfs', 'vfs/dir', 'vfs/backingFsBlockDev', 'vfs/other/X'],
    devicemapper: [
      'devicemapper/metadata/base',
      'devicemapper/metadata/deviceset-metadata',
      'devicemapper/metadata/transaction-metadata',
      'devicemapper/devicemapper/data',
    ],
  };
  for (const [name, paths] of Object.entries(own)) {
    for (const path of paths) t.is(layerOwning(graphDriver(name), path), null, path);
  }
});

test('the pool’s files and an overlay driver’s short links are groups of their own', (t) => {
  for (const path of [
    'devicemapper/devicemapper/data',
    'overlay2/l/ABC',
    'vfs/backingFsBlockDev',
    'aufs/layers',
  ]) {
    t.is(groupOf(path), path);
  }
});
