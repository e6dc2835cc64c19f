import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until a condition holds.
 * @throws when it still does not after `limitMs`; the message says what was waited for.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await delay(25);
  }
}
