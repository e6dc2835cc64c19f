/**
 * One question for everybody who asks it at the same time. An answer is only given to those who asked before it was
 * looked up: who comes while it is under way shares the next one with the others who wait. Nothing is kept.
 */
export function sharedQuestion<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    next = null;
    const answer = ask();
    const ended = answer.then(
      () => undefined,
      () => undefined,
    );
    running = ended;
    return answer;
  };
  return () => {
    next ??= (running ?? Promise.resolve()).then(start);
    return next;
  };
}
