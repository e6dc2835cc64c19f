import { ExpectedError } from '../../../model/expected-error.js';
import type { ObjectKey } from '../../../model/removal-engine.js';
import type { Endpoint } from '../endpoint.js';
import type { RequestError, RequestFailure } from '../request-error.js';

/** The engine did not answer, broke off, or said something that is not known. */
export class EngineLostError extends ExpectedError {
  override readonly name = 'EngineLostError';
  /** `cancelled` where it was the caller who broke off. */
  readonly failure: RequestFailure;

  constructor(failure: RequestFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

const THE = {
  image: 'the image',
  container: 'the container',
  volume: 'the volume',
  'build-cache': 'the build cache record',
  network: 'the network',
} as const;

/** For a look that came to nothing. */
export function lostAtLook({ url }: Endpoint, { kind, id }: ObjectKey, error: RequestError): EngineLostError {
  const message = `The engine at ${url} did not say what ${THE[kind]} ${id} is now: ${error.message}. Try again.`;
  return new EngineLostError(error.failure, message);
}

/** For a removal of which the end is not known. */
export function lostAtRemoval(
  { url }: Endpoint,
  { kind, id }: ObjectKey,
  error: RequestError,
): EngineLostError {
  const message =
    `The engine at ${url} was lost while it removed ${THE[kind]} ${id}: ${error.message}; ` +
    'whether it is gone is not known. Run bilge again to see what is left.';
  return new EngineLostError(error.failure, message);
}
