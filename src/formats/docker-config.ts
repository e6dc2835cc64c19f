import { z } from 'zod';

/** What bilge uses of the docker CLI's `config.json`. */
export interface DockerConfig {
  readonly currentContext: string | null;
}

/** The file is not what the docker CLI writes. The message is a clause such as `it is not JSON: …`. */
export class DockerConfigError extends Error {
  override readonly name = 'DockerConfigError';
}

const schema = z.object({ currentContext: z.string().nullish() });

/**
 * Parses `config.json` of the docker CLI. An empty file is an empty configuration, as in the CLI
 * (`cli/config/configfile/file.go`, `LoadFromReader`).
 * @throws DockerConfigError
 */
export function parseDockerConfig(text: string): DockerConfig {
  if (text.trim() === '') return { currentContext: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DockerConfigError(`it is not JSON: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DockerConfigError('it is not an object with a text as "currentContext"');
  return { currentContext: parsed.data.currentContext || null };
}
