/* `node walk.js [entries] [rounds]`: the walk of a warm tree of small files beside `du`. */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ThreadWalker } from '../src/collectors/disk/thread-walker.js';
import { GROUP_PATTERNS } from '../src/model/data-root-layout.js';
import { describe, interleave, machineLine } from './rounds.js';
import { makeTree } from './tree.js';

const BILGE = fileURLToPath(new URL('../../bin/bilge.js', import.meta.url));
const BASELINE = 'du -sx --block-size=1';

const accounting = z.object({ roots: z.tuple([z.object({ allocatedBytes: z.int(), inodes: z.int() })]) });

function outputOf(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}

/** What each of them counted last: allocated bytes. */
const totals = new Map<string, number>();
let inodes = 0;

function walking(root: string, threads: number | undefined): () => Promise<void> {
  return async () => {
    const walker = new ThreadWalker(threads === undefined ? {} : { threads });
    const { total } = await walker.walk({ root, groups: GROUP_PATTERNS, mountPoints: [], excluded: [] });
    totals.set(
      threads === undefined ? 'ThreadWalker' : `ThreadWalker, ${threads} thread`,
      total.allocatedBytes,
    );
    inodes = total.inodes;
  };
}

const entries = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 7);
const madeAt = performance.now();
const root = await makeTree(entries);
process.stdout.write(
  `${machineLine()}\n${entries} files made in ${((performance.now() - madeAt) / 1000).toFixed(1)} s; ${rounds} rounds\n`,
);
try {
  const times = await interleave(
    [
      {
        name: BASELINE,
        run: () =>
          void totals.set(BASELINE, Number.parseInt(outputOf('du', ['-sx', '--block-size=1', root]), 10)),
      },
      { name: 'ThreadWalker', run: walking(root, undefined) },
      { name: 'ThreadWalker, 1 thread', run: walking(root, 1) },
      {
        name: 'bilge df --offline',
        run() {
          const json = outputOf(process.execPath, [BILGE, 'df', '--offline', '--json', '--data-root', root]);
          totals.set('bilge df --offline', accounting.parse(JSON.parse(json)).roots[0].allocatedBytes);
        },
      },
    ],
    rounds,
  );
  process.stdout.write(`${describe(times, BASELINE).join('\n')}\n`);
  const same = new Set(totals.values()).size === 1;
  const counted = [...totals].map(([name, bytes]) => `${name} ${bytes}`).join(', ');
  process.stdout.write(
    `${inodes} inodes; ${same ? `all count ${[...totals.values()][0]} bytes` : `the totals DIFFER: ${counted}`}\n`,
  );
} finally {
  await rm(dirname(root), { recursive: true, force: true });
}
