import { RequestError } from './request-error.js';

/** A version of the Engine API, such as 1.41. */
interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/** The newest version whose answers bilge knows. */
const NEWEST_API = '1.52';

/** The oldest version with all that bilge asks for: `/system/df` came with 1.25. */
const OLDEST_API = '1.25';

/** Reads `1.41`; the form is checked where the answer is read. */
function apiVersion(text: string): ApiVersion {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return { major, minor };
}

/** Negative when `a` is older than `b`, 0 when they are the same. */
export function compareApiVersions(a: string, b: string): number {
  const left = apiVersion(a);
  const right = apiVersion(b);
  return left.major - right.major || left.minor - right.minor;
}

/** No version is spoken by both sides. */
export class ApiVersionError extends RequestError {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super('other', message);
    this.hint = hint;
  }
}

/**
 * The newest version that both sides speak.
 * @param newest the engine's `ApiVersion`
 * @param oldest its `MinAPIVersion`, `null` when it does not say
 * @throws ApiVersionError
 */
export function negotiate(newest: string, oldest: string | null): string {
  if (compareApiVersions(newest, OLDEST_API) < 0) {
    const message = `it speaks API ${newest} and bilge needs ${OLDEST_API} (Docker 1.13)`;
    throw new ApiVersionError(message, 'Update the engine, or read its data root with --offline.');
  }
  if (oldest !== null && compareApiVersions(oldest, NEWEST_API) > 0) {
    const message = `it speaks no API older than ${oldest} and bilge knows ${NEWEST_API}`;
    throw new ApiVersionError(message, 'Update bilge, or read the data root with --offline.');
  }
  return compareApiVersions(newest, NEWEST_API) < 0 ? newest : NEWEST_API;
}
