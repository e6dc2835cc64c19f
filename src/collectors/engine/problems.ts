import type { Problem } from '../../model/problem.js';
import { ApiVersionError } from './api-version.js';
import type { Endpoint } from './endpoint.js';
import type { RequestError, RequestFailure } from './request-error.js';

interface Explanation {
  readonly code: string;
  readonly message: (endpoint: Endpoint, error: RequestError) => string;
  readonly hint: (endpoint: Endpoint) => string;
}

const OTHER_ENGINE = 'name another engine with --host or --context';

const EXPLANATIONS: Readonly<Record<RequestFailure, Explanation>> = {
  absent: {
    code: 'engine-absent',
    message: ({ url, transport }) =>
      transport === 'unix'
        ? `There is no engine at ${url}: the socket does not exist.`
        : `There is no engine at ${url}.`,
    hint: ({ local }) => `${local ? 'Start it, or' : 'Check the name, or'} ${OTHER_ENGINE}.`,
  },
  permission: {
    code: 'engine-permission',
    message: ({ url }) => `Permission to talk to the engine at ${url} was denied.`,
    hint: ({ local }) =>
      local
        ? 'Run as root or as a member of the group docker.'
        : 'Check the rights of the account used there.',
  },
  refused: {
    code: 'engine-refused',
    message: ({ url, local }) =>
      local
        ? `No engine listens at ${url}: the socket file is there without a daemon behind it.`
        : `No engine listens at ${url}: the connection was refused.`,
    hint: () => `Start the engine, or ${OTHER_ENGINE}.`,
  },
  timeout: {
    code: 'engine-timeout',
    message: ({ url }, error) => `The engine at ${url} does not respond: ${error.message}.`,
    hint: () => 'It is overloaded or hangs; its log says more. --offline leaves it alone.',
  },
  tls: {
    code: 'engine-error',
    message: ({ url }, error) => `No secure connection to the engine at ${url}: ${error.message}.`,
    hint: () => 'Check DOCKER_TLS_VERIFY and the files in DOCKER_CERT_PATH, or those of the context.',
  },
  cancelled: {
    code: 'engine-error',
    message: ({ url }) => `Asking the engine at ${url} was cancelled.`,
    hint: () => 'Run again to get what is missing.',
  },
  status: {
    code: 'engine-error',
    message: ({ url }, error) => `The engine at ${url} refused: ${error.message}.`,
    hint: () => `Check that a container engine is behind this address, or ${OTHER_ENGINE}.`,
  },
  garbage: {
    code: 'engine-error',
    message: ({ url }, error) => `What answers at ${url} is no container engine: ${error.message}.`,
    hint: () => `Check the address, or ${OTHER_ENGINE}.`,
  },
  other: {
    code: 'engine-error',
    message: ({ url }, error) => `The engine at ${url} could not be asked: ${error.message}.`,
    hint: () => `Check the address, or ${OTHER_ENGINE}.`,
  },
};

/**
 * The problem for an engine that could not be reached at all.
 * @param diskUnreadable the engine was the only source of sizes: then everything is missing, else live state alone
 */
export function contactProblem(endpoint: Endpoint, error: RequestError, diskUnreadable: boolean): Problem {
  const missing = diskUnreadable
    ? 'everything: the engine was the only source'
    : 'live state: what the engine itself says about containers, images, volumes, networks and builds';
  if (error instanceof ApiVersionError) {
    const message = `The engine at ${endpoint.url} and bilge do not understand each other: ${error.message}.`;
    const code = 'engine-api-too-old';
    return { source: 'engine', code, message, path: endpoint.url, missing, hint: error.hint };
  }
  const { code, message, hint } = EXPLANATIONS[error.failure];
  return {
    source: 'engine',
    code,
    message: message(endpoint, error),
    path: endpoint.url,
    missing,
    hint: hint(endpoint),
  };
}

/** The problem for one answer of an engine that is there otherwise. */
export function listProblem(
  endpoint: Endpoint,
  message: string,
  missing: string | null,
  hint: string | null,
): Problem {
  return { source: 'engine', code: 'engine-list-failed', message, path: endpoint.url, missing, hint };
}

/** Configuration of the docker CLI that was passed over; another engine may have been meant. */
export function endpointWarning(endpoint: Endpoint, warning: string): Problem {
  return {
    source: 'engine',
    code: 'engine-configuration',
    message: `${warning}; the ${endpoint.source} is used.`,
    path: endpoint.url,
    missing: null,
    hint: 'Repair the file, or name the engine with --host or --context.',
  };
}
