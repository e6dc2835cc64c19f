import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The docker endpoint of a context, from its `meta.json`. */
export interface DockerContext {
  /** As `DOCKER_HOST`; `null` when the context leaves it to the default. */
  readonly host: string | null;
  readonly skipTlsVerify: boolean;
}

/** The file is not the metadata of a docker context. The message is a clause such as `it is not JSON: …`. */
export class DockerContextError extends Error {
  override readonly name = 'DockerContextError';
}

const schema = z.object({
  Endpoints: z.object({
    docker: z.object({ Host: z.string().nullish(), SkipTLSVerify: z.boolean().nullish() }),
  }),
});

/**
 * Directory of a context below `contexts/meta` and `contexts/tls`: the sha256 of its name.
 * Source: docker CLI, `cli/context/store/metadatastore.go`.
 */
export function contextDirectory(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/**
 * Parses `contexts/meta/<sha256>/meta.json`.
 * @throws DockerContextError
 */
export function parseDockerContext(text: string): DockerContext {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DockerContextError(`it is not JSON: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DockerContextError('it has no usable docker endpoint');
  const { Host, SkipTLSVerify } = parsed.data.Endpoints.docker;
  return { host: Host || null, skipTlsVerify: SkipTLSVerify ?? false };
}
