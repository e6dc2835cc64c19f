import { RequestError } from './request-error.js';

/** How long something may take, and who may end it sooner. */
export interface Limits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toPrecision(3))} s`;
}

/**
 * Runs `work` with a signal that is aborted after `timeoutMs` or with the caller's signal, whichever comes first. The
 * result is settled by then even where `work` pays no heed to the signal.
 * @throws RequestError `timeout` or `cancelled`, and what `work` throws
 */
export async function withDeadline<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { timeoutMs, signal } = limits;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (error: RequestError): void => {
    reject(error);
    controller.abort(error);
  };
  const cancel = (): void => end(new RequestError('cancelled', 'it was cancelled'));
  const timer = setTimeout(
    () => end(new RequestError('timeout', `no answer within ${seconds(timeoutMs)}`)),
    timeoutMs,
  );
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    // Work that loses the race fails later, with nobody waiting for it.
    const running = controller.signal.aborted ? ended : work(controller.signal);
    running.catch(() => undefined);
    return await Promise.race([ended, running]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}
