import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

/** SIGINT in a mask of signals. */
const SIGINT_BIT = 2n;

/** Until a process has taken its first SIGINT: it then catches no second one. */
export async function untilInterrupted(pid: number): Promise<void> {
  for (;;) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const caught = BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
    if ((caught & SIGINT_BIT) === 0n) return;
    await setImmediate();
  }
}

/** A point that one side waits at until the other has come to it. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function closedGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: () => resolve() };
}
