import { join } from 'node:path';
import { DockerConfigError, parseDockerConfig } from '../../formats/docker-config.js';
import { contextDirectory, DockerContextError, parseDockerContext } from '../../formats/docker-context.js';
import { EndpointError } from './endpoint-error.js';
import type { EndpointSources } from './endpoint-sources.js';
import { fileError } from './endpoint-sources.js';
import { contextTls, type EndpointTls } from './endpoint-tls.js';

/** The docker CLI's configuration directory. */
export function configDirectory(sources: EndpointSources): string {
  return sources.env['DOCKER_CONFIG'] || join(sources.homeDirectory, '.docker');
}

/**
 * `currentContext` of `config.json`; `null` when there is none. A file that cannot be used is a warning and not an
 * error, as in the docker CLI, which then goes on without it.
 */
export function currentContext(sources: EndpointSources): { name: string | null; warnings: string[] } {
  const path = join(configDirectory(sources), 'config.json');
  try {
    return { name: parseDockerConfig(sources.readFile(path)).currentContext, warnings: [] };
  } catch (error) {
    if (error instanceof DockerConfigError) return { name: null, warnings: [`${path}: ${error.message}`] };
    const { code, missing } = fileError(error);
    return { name: null, warnings: missing ? [] : [`${path}: it cannot be read (${code})`] };
  }
}

/** A context's address and TLS files. */
export interface ContextEndpoint {
  readonly host: string;
  readonly tls: EndpointTls | null;
}

/**
 * Loads a context by name.
 * @param where what named the context, for messages
 * @throws EndpointError
 */
export function loadContext(sources: EndpointSources, name: string, where: string): ContextEndpoint {
  const directory = join(configDirectory(sources), 'contexts');
  const metadata = join(directory, 'meta', contextDirectory(name), 'meta.json');
  try {
    const context = parseDockerContext(sources.readFile(metadata));
    const tlsDirectory = join(directory, 'tls', contextDirectory(name), 'docker');
    return { host: context.host ?? '', tls: contextTls(sources, tlsDirectory, context.skipTlsVerify) };
  } catch (error) {
    if (error instanceof EndpointError) throw error;
    const hint = '`docker context ls` lists the contexts; --host names an engine without one.';
    if (error instanceof DockerContextError) {
      throw new EndpointError(metadata, `context "${name}" is damaged, ${error.message}`, hint);
    }
    const { code, missing } = fileError(error);
    const problem = missing ? 'does not exist' : `cannot be read (${code})`;
    throw new EndpointError(where, `context "${name}" ${problem} (${metadata})`, hint);
  }
}
