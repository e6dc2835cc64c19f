import { createCipheriv, createHash } from 'node:crypto';

/**
 * Bytes that look random and are always the same for a seed and a label: the key stream of AES-128-CTR. They do not
 * compress, so that no file system or archive makes them smaller.
 */
export function seededBytes(seed: string, label: string, length: number): Buffer {
  const key = createHash('sha256').update(`${seed}\0${label}`).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
