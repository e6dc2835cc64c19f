import test from 'ava';
import { LiveLook } from '../../../src/collectors/live/live-look.js';
import { LIVE_PARTS, type LiveSources } from '../../../src/collectors/live/live-sources.js';
import type { Problem } from '../../../src/model/problem.js';
import { FakeLive, inContainer } from './fake-live.js';

const PROBLEM: Problem = {
  source: 'cgroup',
  code: 'denied',
  message: 'no',
  path: '/sys',
  missing: 'use',
  hint: null,
};

/** The two readings of the only group. */
function readings(look: LiveLook): (number | null | undefined)[] {
  const group = look.soFar.controlGroups?.groups.get('x');
  return [group?.first.atMs, group?.later?.atMs ?? null];
}

test('without parts nothing is looked at', async (t) => {
  const fake = new FakeLive([inContainer(2, 'x')]);
  const seen = await new LiveLook(fake.sources, { parts: [] }).whole();
  t.deepEqual(fake.asked, []);
  t.is(seen.processes, null);
});

test('the processes come first, and then what needs them', async (t) => {
  const fake = new FakeLive([inContainer(2, 'x')]);
  const changes: unknown[][] = [];
  const look = new LiveLook(fake.sources, {
    parts: LIVE_PARTS,
    intervalMs: 0,
    onChange: () => {
      const { processes, controlGroups, hostNetwork } = look.soFar;
      changes.push([processes !== null, controlGroups !== null && hostNetwork !== null]);
    },
  });
  await look.whole();
  t.is(fake.asked[0], 'processes');
  t.deepEqual(fake.asked.toSorted(), ['control', 'networks', 'processes']);
  t.deepEqual(changes[0], [true, false]);
  t.deepEqual(changes.at(-1), [true, true]);
});

test('for processes alone nothing else is read', async (t) => {
  const fake = new FakeLive([]);
  await new LiveLook(fake.sources, { parts: ['processes'], intervalMs: 1 }).whole();
  t.deepEqual(fake.asked, ['processes']);
});

test('control groups are read twice for rates, and once where none are wanted', async (t) => {
  const twice = new LiveLook(new FakeLive([]).sources, { parts: ['control'], intervalMs: 1 });
  await twice.first();
  t.deepEqual(readings(twice), [1, null]);
  await twice.whole();
  t.deepEqual(readings(twice), [1, 2]);
  const once = new LiveLook(new FakeLive([]).sources, { parts: ['control'], intervalMs: 0 });
  await once.whole();
  t.deepEqual(readings(once), [1, null]);
});

test('without an interval nothing is waited for: there are no rates when no time has gone by', async (t) => {
  const fake = new FakeLive([]);
  const look = new LiveLook(fake.sources, { parts: ['control'] });
  await look.whole();
  t.deepEqual(readings(look), [1, null]);
});

test('cancelled, the wait ends, and what was seen stays', async (t) => {
  const abort = new AbortController();
  const look = new LiveLook(new FakeLive([inContainer(2, 'x')]).sources, {
    parts: ['control'],
    intervalMs: 3_600_000,
    signal: abort.signal,
  });
  const whole = look.whole();
  await look.first();
  abort.abort();
  t.is((await whole).processes?.processes.length, 2);
  t.deepEqual(readings(look), [1, null]);
});

test('a source that the signal ends is no failure, one that fails is', async (t) => {
  const { sources } = new FakeLive([inContainer(2, 'x')]);
  const failing: LiveSources = { ...sources, controlGroups: () => Promise.reject(new Error('broken')) };
  const signal = AbortSignal.abort();
  const seen = await new LiveLook(failing, { parts: ['control'], signal }).whole();
  t.is(seen.processes?.processes.length, 2);
  await t.throwsAsync(new LiveLook(failing, { parts: ['control'] }).whole(), { message: 'broken' });
});

test('what both readings miss is told once', async (t) => {
  const { sources } = new FakeLive([]);
  const denied: LiveSources = {
    ...sources,
    controlGroups: async (table, signal) => {
      const { value } = await sources.controlGroups(table, signal);
      return { value, problems: [PROBLEM] };
    },
  };
  const seen = await new LiveLook(denied, { parts: ['control'], intervalMs: 1 }).whole();
  t.deepEqual(seen.problems, [PROBLEM]);
});
