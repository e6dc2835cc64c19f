import test from 'ava';
import { joinReadings } from '../../../src/collectors/cgroup/control-groups.js';
import type { ControlGroupReading, ControlGroupReadings } from '../../../src/model/cgroup.js';

function reading(path: string, atMs: number): ControlGroupReading {
  return { path, atMs, cpu: null, memory: null, pids: null, io: null, pressure: null, frozen: null };
}

/** Readings at one moment, by container: the path of its group. */
function readings(atMs: number, paths: Readonly<Record<string, string>>): ControlGroupReadings {
  const groups = Object.entries(paths).map(
    ([id, path]) => [id, { reading: reading(path, atMs), ancestors: [reading('/', atMs)] }] as const,
  );
  return { layout: 'v2', groups: new Map(groups) };
}

test('two readings of one group stand side by side, with the groups above it as they were later', (t) => {
  const { layout, groups } = joinReadings(readings(1, { a: '/a' }), readings(2, { a: '/a' }));
  t.is(layout, 'v2');
  t.deepEqual(groups.get('a'), {
    first: reading('/a', 1),
    later: reading('/a', 2),
    ancestors: [reading('/', 2)],
  });
});

test('a container that came or went between them has one reading', (t) => {
  const { groups } = joinReadings(readings(1, { went: '/w' }), readings(2, { came: '/c' }));
  t.deepEqual([...groups.keys()].sort(), ['came', 'went']);
  t.like(groups.get('went'), { first: reading('/w', 1), later: null });
  t.like(groups.get('came'), { first: reading('/c', 2), later: null });
});

test('of a container that was given another group the later one alone counts', (t) => {
  const { groups } = joinReadings(readings(1, { a: '/old' }), readings(2, { a: '/new' }));
  t.like(groups.get('a'), { first: reading('/new', 2), later: null });
});

test('without a second reading there is one of each', (t) => {
  const { groups } = joinReadings(readings(1, { a: '/a', b: '/b' }), null);
  t.deepEqual(
    [...groups.values()].map(({ first, later }) => [first.path, later]),
    [
      ['/a', null],
      ['/b', null],
    ],
  );
});
