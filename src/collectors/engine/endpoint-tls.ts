import { join } from 'node:path';
import { EndpointError } from './endpoint-error.js';
import type { EndpointSources } from './endpoint-sources.js';
import { fileError } from './endpoint-sources.js';

/** PEM texts for a TLS connection. */
export interface EndpointTls {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  /** Check the engine's certificate. */
  readonly verify: boolean;
}

function readPem(sources: EndpointSources, path: string): string | null {
  try {
    return sources.readFile(path);
  } catch (error) {
    if (fileError(error).missing) return null;
    throw new EndpointError(path, `it cannot be read (${fileError(error).code})`, 'Check its permissions.');
  }
}

function readPems(sources: EndpointSources, directory: string): Omit<EndpointTls, 'verify'> {
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    readPem(sources, join(directory, name)),
  );
  if ((cert ?? null) === null ? key : (key ?? null) === null) {
    throw new EndpointError(directory, 'of cert.pem and key.pem only one is there', 'Put both or neither.');
  }
  return { ca: ca ?? null, cert: cert ?? null, key: key ?? null };
}

/**
 * TLS settings of the environment, as the docker CLI's: DOCKER_TLS_VERIFY asks for TLS with verification, DOCKER_TLS
 * for TLS alone; the files are in DOCKER_CERT_PATH, else beside `config.json`. `null`: no TLS is asked for.
 * Source: `cli/flags/options.go`.
 * @throws EndpointError a file that must be there is not
 */
export function environmentTls(sources: EndpointSources, configDirectory: string): EndpointTls | null {
  const verify = Boolean(sources.env['DOCKER_TLS_VERIFY']);
  if (!verify && !sources.env['DOCKER_TLS']) return null;
  const directory = sources.env['DOCKER_CERT_PATH'] || configDirectory;
  const pems = readPems(sources, directory);
  if (verify && pems.ca === null) {
    const hint = 'Put it there, name its directory in DOCKER_CERT_PATH, or unset DOCKER_TLS_VERIFY.';
    throw new EndpointError(join(directory, 'ca.pem'), 'DOCKER_TLS_VERIFY is set and it is missing', hint);
  }
  return { ...pems, verify };
}

/** TLS settings of a context: files below `contexts/tls`; `null` when it has none and verification is not skipped. */
export function contextTls(
  sources: EndpointSources,
  directory: string,
  skipVerify: boolean,
): EndpointTls | null {
  const pems = readPems(sources, directory);
  if (pems.ca === null && pems.cert === null && !skipVerify) return null;
  return { ...pems, verify: !skipVerify };
}
