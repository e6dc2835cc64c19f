import { execFileSync } from 'node:child_process';
import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { LinkedUsage } from '../../../src/analyzers/figures/linked-usage.js';
import { ThreadWalker } from '../../../src/collectors/disk/thread-walker.js';
import { GROUP_PATTERNS } from '../../../src/model/data-root-layout.js';
import { temporaryDirectory, writeTree } from '../../collectors/disk/temporary-tree.js';

const LAYERS = ['base', 'middle', 'top', 'other', 'writable'] as const;

/** Layers of the driver overlay: each begins as a tree of hard links to its parent's files. */
function layersIn(t: ExecutionContext): string {
  const root = temporaryDirectory(t);
  const at = (layer: string, name: string): string => join(root, 'overlay', layer, 'root', name);
  const parents = { base: [], middle: ['base'], top: ['middle', 'base'], other: ['base'], writable: [] };
  for (const [i, layer] of LAYERS.entries()) {
    writeTree(root, {
      [`overlay/${layer}/root/own-${layer}`]: 'x'.repeat(3000 + 5000 * i),
      [`overlay/${layer}/root/etc/`]: '',
    });
    linkSync(at(layer, `own-${layer}`), at(layer, 'etc/twice'));
    for (const parent of parents[layer]) linkSync(at(parent, `own-${parent}`), at(layer, `own-${parent}`));
  }
  return root;
}

function pathsOf(root: string, layers: readonly string[]): string[] {
  return layers.map((layer) => join(root, 'overlay', layer));
}

async function usageIn(root: string): Promise<LinkedUsage> {
  const request = { root, groups: GROUP_PATTERNS, mountPoints: [], excluded: [] };
  return new LinkedUsage([{ root, walk: await new ThreadWalker().walk(request) }]);
}

function du(...paths: readonly string[]): { allocatedBytes: number; inodes: number } {
  const figure = (option: string): number => {
    const lines = execFileSync('du', ['-sc', option, ...paths], { encoding: 'utf8' })
      .trim()
      .split('\n');
    return Number.parseInt(lines.at(-1) ?? '', 10);
  };
  return { allocatedBytes: figure('--block-size=1'), inodes: figure('--inodes') };
}

/** Every set of layers but the empty one. */
const SETS = Array.from({ length: 2 ** LAYERS.length - 1 }, (_, i) =>
  LAYERS.filter((_layer, bit) => ((i + 1) >> bit) % 2 === 1),
);

test('each set of layers with hard links between them has the size du counts for it', async (t) => {
  const root = layersIn(t);
  const usage = await usageIn(root);
  for (const layers of SETS) t.like(usage.usageOf(pathsOf(root, layers)), du(...pathsOf(root, layers)));
  t.like(usage.usageOf([root]), du(root));
});

test('removing a set of layers frees exactly what was told', async (t) => {
  for (const layers of [['base'], ['top'], ['middle', 'top'], ['base', 'middle', 'top', 'other']]) {
    const root = layersIn(t);
    const told = (await usageIn(root)).freedBy(pathsOf(root, layers));
    const before = du(root);
    for (const path of pathsOf(root, layers)) rmSync(path, { recursive: true });
    const after = du(root);
    t.is(told?.allocatedBytes, before.allocatedBytes - after.allocatedBytes);
    t.is(told?.inodes, before.inodes - after.inodes);
  }
});
