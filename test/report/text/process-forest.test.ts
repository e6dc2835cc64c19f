import test from 'ava';
import * as fc from 'fast-check';
import { processForest, withAncestors } from '../../../src/report/text/process-forest.js';
import type { ProcessReport } from '../../../src/report/types.js';
import { aProcessReport } from '../live-reports.js';

/** Processes with any parents among them: absent, themselves, or in a circle. */
const anyProcesses = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 })
  .chain((pids) =>
    fc
      .array(fc.option(fc.constantFrom(...pids, 99), { freq: 10 }), {
        minLength: pids.length,
        maxLength: pids.length,
      })
      .map((parents) => pids.map((pid, index) => aProcessReport(pid, { parentPid: parents[index] ?? null }))),
  );

function pidsOf(processes: readonly ProcessReport[]): number[] {
  return processes.map(({ hostPid }) => hostPid);
}

test('every process is in the tree once, whatever the parents are', (t) => {
  fc.assert(
    fc.property(anyProcesses, (processes) => {
      const rows = processForest(processes);
      t.deepEqual(
        pidsOf(rows.map(({ process }) => process)).toSorted((a, b) => a - b),
        pidsOf(processes).toSorted((a, b) => a - b),
      );
    }),
  );
});

test('a row hangs below the one that it names as its parent, one level deeper', (t) => {
  fc.assert(
    fc.property(anyProcesses, (processes) => {
      const levels = new Map<ProcessReport, number>();
      for (const { process, parent, lines } of processForest(processes)) {
        levels.set(process, lines.length);
        if (parent === null) t.is(lines.length, 0);
        else {
          t.is(process.parentPid, parent.hostPid);
          t.is(levels.get(parent), lines.length - 1);
        }
      }
    }),
  );
});

test('siblings keep their order, and all but the last say that more follow', (t) => {
  const rows = processForest([
    aProcessReport(1),
    aProcessReport(7, { parentPid: 1 }),
    aProcessReport(3, { parentPid: 1 }),
    aProcessReport(9, { parentPid: 7 }),
  ]);
  t.deepEqual(
    rows.map(({ process, lines }) => [process.hostPid, lines]),
    [
      [1, []],
      [7, [true]],
      [9, [true, false]],
      [3, [false]],
    ],
  );
});

test('a long chain and a wide family take no time that a person would notice, nor the stack', (t) => {
  const chain = Array.from({ length: 3000 }, (_, n) => aProcessReport(n + 1, { parentPid: n }));
  t.is(processForest(chain).length, chain.length);
  const family = Array.from({ length: 20_000 }, (_, n) => aProcessReport(n + 2, { parentPid: 1 }));
  t.is(processForest([aProcessReport(1), ...family]).length, 20_001);
});

test('with its ancestors a choice hangs together, and nothing else is in it', (t) => {
  fc.assert(
    fc.property(anyProcesses, fc.infiniteStream(fc.boolean()), (all, picks) => {
      const chosen = all.filter(() => picks.next().value === true);
      const kept = withAncestors(chosen, all);
      const byPid = new Map(all.map((process) => [process.hostPid, process]));
      for (const process of chosen) t.true(kept.includes(process));
      for (const process of kept) {
        const parent = byPid.get(process.parentPid ?? -1);
        t.true(parent === undefined || kept.includes(parent));
        t.true(chosen.includes(process) || kept.some(({ parentPid }) => parentPid === process.hostPid));
      }
    }),
  );
});
