import { isHex64 } from '../../../model/digest.js';

/** An image id with its algorithm: Podman leaves `sha256:` out in places. `null` for an empty one. */
export function digestId(id: string | null): string | null {
  if (id === null || id === '') return null;
  return isHex64(id) ? `sha256:${id}` : id;
}
