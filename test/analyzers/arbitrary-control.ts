import * as fc from 'fast-check';
import {
  CGROUP_LAYOUTS,
  type ControlGroup,
  type ControlGroupReading,
  type ControlGroups,
  type Pressure,
} from '../../src/model/cgroup.js';

const count = fc.option(fc.oneof(fc.nat(200_000), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)));

function counts<Key extends string>(...keys: readonly Key[]) {
  return Object.fromEntries(keys.map((key) => [key, count])) as Record<Key, typeof count>;
}

const share = fc.record({
  avg10: fc.double({ min: 0, max: 100, noNaN: true }),
  avg60: fc.constant(0),
  avg300: fc.constant(0),
  totalMicros: fc.nat(),
});
const pressure: fc.Arbitrary<Pressure | null> = fc.option(fc.record({ some: share, full: fc.option(share) }));
const cpuset = fc.option(fc.constantFrom('0', '0-1', '0-3,5', 'x', ''));

const reading: fc.Arbitrary<ControlGroupReading> = fc.record({
  path: fc.constantFrom('/docker/a', '/', '/system.slice/docker-b.scope'),
  atMs: fc.nat(10_000),
  cpu: fc.option(
    fc.record({
      ...counts('quotaMicros', 'periodMicros', 'shares', 'weight'),
      ...counts('usageMicros', 'periods', 'throttledPeriods', 'throttledMicros'),
      cpuset,
      effectiveCpuset: cpuset,
    }),
  ),
  memory: fc.option(
    fc.record({
      ...counts('limitBytes', 'hierarchicalLimitBytes', 'reservationBytes', 'highBytes', 'currentBytes'),
      ...counts('peakBytes', 'inactiveFileBytes', 'swapLimitBytes', 'swapBytes', 'oomKills'),
    }),
  ),
  pids: fc.option(fc.record(counts('limit', 'current'))),
  io: fc.option(
    fc.record({
      weight: count,
      counted: fc.boolean(),
      devices: fc.array(
        fc.record({
          device: fc.constantFrom('8:0', '254:0'),
          ...counts('readBytes', 'writtenBytes', 'readOperations', 'writeOperations'),
          ...counts('maxReadBytes', 'maxWriteBytes', 'maxReadOperations', 'maxWriteOperations'),
        }),
        { maxLength: 2 },
      ),
    }),
  ),
  pressure: fc.option(fc.record({ cpu: pressure, memory: pressure, io: pressure })),
  frozen: fc.option(fc.boolean()),
});

export const arbitraryControlGroup: fc.Arbitrary<ControlGroup> = fc.record({
  first: reading,
  later: fc.option(reading),
  ancestors: fc.array(reading, { maxLength: 2 }),
});

/** Control groups of any of these containers, however inconsistent. */
export function arbitraryControlGroups(ids: readonly string[]): fc.Arbitrary<ControlGroups> {
  return fc.record({
    layout: fc.constantFrom(...CGROUP_LAYOUTS),
    groups: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...ids), arbitraryControlGroup), {
        selector: ([id]) => id,
        maxLength: ids.length,
      })
      .map((entries) => new Map(entries)),
  });
}
