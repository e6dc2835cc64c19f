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
