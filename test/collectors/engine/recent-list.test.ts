import test from 'ava';
import { recentList } from '../../../src/collectors/engine/removal/recent-list.js';

/** A list that counts how often it is asked for, with a clock that only the test moves. */
function asked(durationMs: number) {
  const clock = { ms: 0 };
  let times = 0;
  const list = recentList(
    async () => {
      times++;
      clock.ms += durationMs;
      return [{ id: 'a' }, { id: 'b' }, { id: `made ${times}` }];
    },
    () => clock.ms,
  );
  return { clock, list, times: () => times };
}

test('a list is good for five times as long as it took, counted from when it was asked for', async (t) => {
  const { clock, list, times } = asked(400);
  t.deepEqual((await list.get()).at(-1), { id: 'made 1' });
  clock.ms = 2000;
  t.deepEqual((await list.get()).at(-1), { id: 'made 1' });
  clock.ms = 2001;
  t.deepEqual((await list.get()).at(-1), { id: 'made 2' });
  t.is(times(), 2);
});

test('what has been removed is in no list any more, whenever that was asked for', async (t) => {
  const { clock, list } = asked(1);
  list.forget('a');
  t.deepEqual(
    (await list.get()).map(({ id }) => id),
    ['b', 'made 1'],
  );
  list.forget('b');
  t.deepEqual(
    (await list.get()).map(({ id }) => id),
    ['made 1'],
  );
  clock.ms = 10_000;
  t.deepEqual(
    (await list.get()).map(({ id }) => id),
    ['made 2'],
  );
});

test('a list that could not be had is asked for again', async (t) => {
  let times = 0;
  const list = recentList<{ readonly id: string }>(
    async () => {
      times++;
      if (times === 1) throw new Error('no');
      return [];
    },
    () => 0,
  );
  await t.throwsAsync(() => list.get(), { message: 'no' });
  t.deepEqual(await list.get(), []);
});
