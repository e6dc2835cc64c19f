import type { ApiBody } from '../engine-api.js';
import type { PrivateEngine } from '../private-engine.js';

/**
 * One request that must succeed. What is streamed as several documents comes as text.
 * @throws with the engine's words when it refused, also in the middle of a stream
 */
export async function mustAsk(
  engine: PrivateEngine,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: ApiBody,
): Promise<unknown> {
  const answer = await engine.api(path, method, body);
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const failed = /"errorDetail":\{.*/.exec(text)?.[0];
  if (answer.status < 400 && failed === undefined) return answer.body;
  throw new Error(`${method} ${path}: ${answer.status} ${failed ?? text}`);
}

/** Runs tasks in their order, at most `width` of them at a time. @returns what they gave, in the order of the tasks */
export async function inParallel<T>(width: number, tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const queue = tasks.entries();
  const worker = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await task();
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
