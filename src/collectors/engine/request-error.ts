/** Why a request to an engine gave no answer that can be used. */
export type RequestFailure =
  | 'absent'
  | 'permission'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'cancelled'
  /** Answered with an HTTP status other than 200. */
  | 'status'
  /** Answered with something that is not what the Engine API promises. */
  | 'garbage'
  | 'other';

/** A request that failed. The message is a clause that says what happened, without the endpoint. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly failure: RequestFailure;
  /** HTTP status for `status`, else `null`. */
  readonly status: number | null;

  constructor(failure: RequestFailure, message: string, status: number | null = null) {
    super(message);
    this.failure = failure;
    this.status = status;
  }
}

const FAILURES: Readonly<Record<string, RequestFailure>> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  ENOTFOUND: 'absent',
  EAI_AGAIN: 'absent',
  EACCES: 'permission',
  EPERM: 'permission',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EPROTO: 'tls',
  HOSTNAME_MISMATCH: 'tls',
};

/** Node's codes for certificates that do not verify have no common form; these words are in all of them. */
const TLS_CODE = /^ERR_(SSL|TLS)|CERT|ISSUER|SELF_SIGNED/;

/** A system, TLS or HTTP error of Node as a `RequestError`. */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (!(error instanceof Error)) return new RequestError('other', String(error));
  // A name with several addresses fails with one error for each; the first says enough.
  if (error instanceof AggregateError && error.errors.length > 0) return toRequestError(error.errors[0]);
  const code = 'code' in error ? String(error.code) : '';
  const known = FAILURES[code];
  if (known !== undefined) return new RequestError(known, error.message);
  if (TLS_CODE.test(code)) return new RequestError('tls', error.message);
  return new RequestError('other', error.message || code || error.name);
}
