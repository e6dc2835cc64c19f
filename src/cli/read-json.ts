import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { UsageError } from './exit.js';

/**
 * A JSON file that bilge wrote itself.
 * @param kind what it should be, such as "report".
 * @param written how to get such a file.
 * @throws UsageError where the file is none.
 */
export async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  kind: string,
  written: string,
): Promise<T> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON; ${written}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  throw new UsageError(
    `${path} is no ${kind} of bilge: ${where}: ${issue?.message ?? 'not as it should be'}; ${written}`,
  );
}
