import test from 'ava';
import * as fc from 'fast-check';
import { HostView } from '../../../src/analyzers/host-view.js';
import { analyze } from '../../../src/analyzers/analyze.js';
import type { Inventory } from '../../../src/model/inventory.js';
import { arbitraryInventory } from '../arbitrary-inventory.js';
import { arbitraryTable } from './arbitrary-table.js';
import { consistentHost } from './consistent-host.js';
import { reportOf } from './report.js';

const anyHost: fc.Arbitrary<Inventory> = fc
  .tuple(arbitraryInventory, arbitraryTable)
  .map(([inventory, processes]) => ({ ...inventory, processes }));

test('every process of a container’s group is in the report once, and no other process of the host', (t) => {
  fc.assert(
    fc.property(anyHost, (inventory) => {
      const { processes } = analyze(inventory, '0.0.0');
      t.is(new Set(processes.map(({ hostPid }) => hostPid)).size, processes.length);
      const reported = new Map(processes.map((process) => [process.hostPid, process]));
      for (const { pid, container, nsPids, namespaces, state } of inventory.processes?.processes ?? []) {
        const found = reported.get(pid);
        if (container !== null && !container.monitor) {
          t.is(found?.role, 'container');
          t.true([container.containerId, ...container.outer].includes(found?.containerId ?? ''));
        }
        // In no group and in no pid namespace of its own: the host's.
        const own = inventory.processes?.hostNamespaces?.pid;
        const nested = nsPids.length > 1 || (own !== undefined && (namespaces?.pid ?? own) !== own);
        if (container === null && !nested && state !== 'zombie') t.is(found?.containerId ?? null, null);
      }
      for (const { role, containerId, foundBy } of processes) {
        t.is(containerId === null, role !== 'container');
        if (role === 'container') t.not(foundBy, null);
      }
    }),
    { numRuns: 200 },
  );
});

test('every ancestor of a reported process is reported, and no chain of them is a circle', (t) => {
  fc.assert(
    fc.property(anyHost, (inventory) => {
      const { processes } = analyze(inventory, '0.0.0');
      const parents = new Map(processes.map(({ hostPid, parentPid }) => [hostPid, parentPid]));
      for (const { hostPid } of processes) {
        const seen = new Set<number>();
        for (let pid: number | null = hostPid; pid !== null; pid = parents.get(pid) ?? null) {
          t.true(parents.has(pid));
          t.false(seen.has(pid));
          seen.add(pid);
        }
      }
      const children = new Set(parents.values());
      for (const { hostPid, role } of processes) if (role === 'host') t.true(children.has(hostPid));
    }),
    { numRuns: 200 },
  );
});

test('the order of the table makes no difference to whose processes are', (t) => {
  fc.assert(
    fc.property(consistentHost, fc.infiniteStream(fc.nat()), ({ containers, processes }, keys) => {
      const shuffled = processes
        .map((process) => ({ process, key: keys.next().value ?? 0 }))
        .sort((left, right) => left.key - right.key)
        .map(({ process }) => process);
      t.deepEqual(reportOf(shuffled, containers), reportOf(processes, containers));
    }),
  );
});

test('of a consistent host every process is the container’s that made it, whatever it did since', (t) => {
  fc.assert(
    fc.property(consistentHost, ({ containers, processes, truth }) => {
      const report = reportOf(processes, containers);
      const claimed = report.processes.flatMap(({ hostPid, containerId }) =>
        containerId === null ? [] : [[hostPid, containerId] as const],
      );
      t.deepEqual(
        claimed,
        [...truth].sort(([left], [right]) => left - right),
      );
      for (const { id, processes: count } of report.containers) {
        t.is(count, [...truth.values()].filter((one) => one === id).length);
        const inits = report.processes.filter((one) => one.containerId === id && one.entry === 'init');
        t.is(inits.length, 1);
        t.is(inits[0]?.hostPid, [...truth].find(([, owner]) => owner === id)?.[0]);
      }
    }),
    { numRuns: 300 },
  );
});

test('the count of a container is that of the processes that are told to be its', (t) => {
  fc.assert(
    fc.property(fc.oneof(anyHost, arbitraryInventory), (inventory) => {
      const { containers, processes } = analyze(inventory, '0.0.0');
      const { known } = new HostView(inventory).processes ?? {};
      for (const { record } of new HostView(inventory).containers) {
        const counts = containers.filter(({ id }) => id === record.id).map((one) => one.processes ?? 0);
        const told = processes.filter(({ containerId }) => containerId === record.id).length;
        t.is(Math.max(...counts), told);
        if (known !== undefined) t.true(counts.every((count) => count === 0 || count === told));
      }
    }),
  );
});
