const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Tidies up before a signal ends the process. It then ends by that same signal, so that shells see what happened
 * (130 for SIGINT, 143 for SIGTERM) and stop their loops.
 * @returns a function that goes back to what signals did before.
 */
export function beforeInterrupt(tidy: () => void): () => void {
  const handlers = SIGNALS.map((signal) => {
    const handler = (): void => {
      stop();
      tidy();
      process.kill(process.pid, signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  const stop = (): void => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
  return stop;
}

/** Signals that end work in an orderly way. */
export interface Interrupt {
  /** Aborted by the first signal; the second one ends the process as always. */
  readonly signal: AbortSignal;
  /** Goes back to what signals did before. */
  stop(): void;
  /** Ends the process by the signal that came, so that shells see what happened. */
  end(): void;
}

/** Turns the first interrupt into an aborted signal: what is under way is finished, and what was done is said. */
export function untilInterrupt(): Interrupt {
  const controller = new AbortController();
  let received: NodeJS.Signals | null = null;
  const handlers = SIGNALS.map((signal) => {
    const handler = (): void => {
      received = signal;
      controller.abort();
      stop();
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  const stop = (): void => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
  return {
    signal: controller.signal,
    stop,
    end: () => {
      stop();
      if (received !== null) process.kill(process.pid, received);
    },
  };
}
