import type { z } from 'zod';

/**
 * JSON text of a known shape.
 * @returns the value, or a sentence that says why it is none.
 */
export function parseJson<T>(
  text: string,
  schema: z.ZodType<T>,
): { readonly value: T } | { readonly detail: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { detail: 'not valid JSON' };
  }
  const result = schema.safeParse(parsed);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'value' : issue.path.join('.');
  return { detail: `${where}: ${issue?.message ?? 'unexpected shape'}` };
}
