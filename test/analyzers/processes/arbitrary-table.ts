import { PROCESS_STATES } from '../../../src/model/process-state.js';
import * as fc from 'fast-check';
import type { EngineLive, EngineProcess } from '../../../src/model/engine-processes.js';
import {
  type CgroupMembership,
  NAMESPACE_KINDS,
  type NamespaceInodes,
  type ProcessRecord,
  type ProcessTable,
} from '../../../src/model/process.js';
import { hex64, TAKEN_AT } from '../records.js';
import { HOST_NAMESPACES } from './table.js';

const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const text = fc.string({ unit: 'binary', maxLength: 6 });
/** Of few numbers and ids, so that processes, namespaces and records meet each other. */
const pid = fc.nat({ max: 14 });
const id = fc.oneof(fc.constantFrom(hex64('a'), hex64('b'), 'a', 'b', 'c'), text);
const inode = fc.oneof(fc.constantFrom(...Object.values(HOST_NAMESPACES)), fc.nat({ max: 4 }));

const namespaces: fc.Arbitrary<NamespaceInodes> = fc.record(
  Object.fromEntries(NAMESPACE_KINDS.map((kind) => [kind, inode])),
  { requiredKeys: [] },
);

const cgroups: fc.Arbitrary<CgroupMembership> = fc.record({
  unified: orNull(fc.constantFrom('/', '/docker/a', '/system.slice')),
  legacy: fc
    .array(fc.tuple(fc.constantFrom('memory', 'pids'), fc.constantFrom('/', '/docker/b')), { maxLength: 2 })
    .map((paths) => new Map(paths)),
});

const args = fc.oneof(
  fc.array(text, { maxLength: 3 }),
  id.map((one) => ['/usr/bin/containerd-shim-runc-v2', '-namespace', 'moby', '-id', one]),
  id.map((one) => ['conmon', '-c', one]),
  fc.constantFrom('172.17.0.2', '').map((address) => ['docker-proxy', '-container-ip', address]),
  fc.constantFrom(['containerd-shim'], ['conmon', '-c'], ['docker-proxy', '-container-ip']),
);

const process: fc.Arbitrary<ProcessRecord> = fc.record({
  pid,
  nsPids: fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
  parentPid: pid,
  comm: text,
  args,
  state: fc.constantFrom(...PROCESS_STATES),
  kernelThread: fc.boolean(),
  startTicks: fc.oneof(fc.constant(1), fc.nat({ max: 3 }), fc.maxSafeNat()),
  uid: fc.oneof(fc.nat({ max: 3 }), fc.nat()),
  rssBytes: orNull(fc.maxSafeNat()),
  threads: fc.nat(),
  cgroups: orNull(cgroups),
  container: orNull(
    fc.record({
      containerId: id,
      runtime: fc.constantFrom('docker', 'podman'),
      monitor: fc.boolean(),
      outer: fc.array(id, { maxLength: 2 }),
    }),
  ),
  namespaces: orNull(namespaces),
  pidNamespaceForChildren: orNull(inode),
});

/** Any table of the right types: parents in circles, two first processes of one namespace, times out of range. */
export const arbitraryTable: fc.Arbitrary<ProcessTable> = fc.record({
  takenAt: fc.constant(TAKEN_AT),
  bootedAt: fc.constantFrom(null, '2026-06-01T00:00:00Z', 'no time'),
  ticksPerSecond: fc.constantFrom(100, 0, 250),
  processes: fc.uniqueArray(process, { selector: (one) => one.pid, maxLength: 14 }),
  hostNamespaces: orNull(fc.oneof(fc.constant(HOST_NAMESPACES), namespaces)),
  userMaps: fc
    .array(
      fc.tuple(
        inode,
        fc.array(
          fc.record({ inside: fc.nat({ max: 9 }), outside: fc.nat({ max: 9 }), length: fc.nat({ max: 9 }) }),
          { maxLength: 2 },
        ),
      ),
      { maxLength: 3 },
    )
    .map((maps) => new Map(maps)),
  userNames: fc.array(fc.tuple(fc.nat({ max: 3 }), text), { maxLength: 2 }).map((names) => new Map(names)),
  partial: fc.boolean(),
  deniedCount: fc.nat(),
});

const told: fc.Arbitrary<EngineProcess> = fc.record({
  containerId: id,
  pid,
  parentPid: orNull(pid),
  user: orNull(fc.oneof(text, fc.constantFrom('0', '99999999999999999999'))),
  state: orNull(fc.constantFrom('S', 'Zs', '', '__proto__')),
  rssBytes: orNull(fc.maxSafeNat()),
  threads: orNull(fc.nat()),
  startedAt: fc.constantFrom(null, '2026-06-01T00:00:00Z', 'no time', '+099999-01-01T00:00:00Z'),
  command: text,
});

/** What an engine elsewhere may tell, however inconsistent. */
export const arbitraryLive: fc.Arbitrary<EngineLive> = fc.record({
  processes: fc.array(told, { maxLength: 8 }),
  stats: fc.constant(new Map()),
});
