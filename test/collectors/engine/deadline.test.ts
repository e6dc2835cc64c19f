import { once } from 'node:events';
import test, { type ExecutionContext } from 'ava';
import { withDeadline } from '../../../src/collectors/engine/deadline.js';
import { RequestError } from '../../../src/collectors/engine/request-error.js';

async function givenUp(t: ExecutionContext, timeoutMs: number, controller: AbortController): Promise<void> {
  const told = Promise.withResolvers<void>();
  const work = withDeadline({ timeoutMs, signal: controller.signal }, async (signal) => {
    await once(signal, 'abort');
    told.resolve();
  });
  if (timeoutMs > 1) controller.abort();
  await t.throwsAsync(work, { instanceOf: RequestError });
  await t.notThrowsAsync(told.promise);
}

test('work is told when its time is over', (t) => givenUp(t, 1, new AbortController()));

test('work is told when it is cancelled', (t) => givenUp(t, 3_600_000, new AbortController()));

test('work is not begun for who has given up already', async (t) => {
  const limits = { timeoutMs: 1000, signal: AbortSignal.abort() };
  let begun = false;
  await t.throwsAsync(
    withDeadline(limits, async () => {
      begun = true;
    }),
    { message: 'it was cancelled' },
  );
  t.false(begun);
});

test('work that ends in time gives its result or its own error', async (t) => {
  t.is(await withDeadline({ timeoutMs: 60_000 }, async () => 7), 7);
  await t.throwsAsync(
    withDeadline({ timeoutMs: 60_000 }, () => Promise.reject(new Error('own'))),
    { message: 'own' },
  );
});
