import { createHash } from 'node:crypto';

/**
 * Chain id of a layer: the digest of the chain of layers up to it.
 *
 * `chain(1) = diffId(1)`; `chain(n) = sha256(chain(n−1) + " " + diffId(n))`, all with their `sha256:` prefix.
 * Source: OCI image specification, config.md, "Layer ChainID".
 */
export function chainId(parentChainId: string | null, diffId: string): string {
  if (parentChainId === null) return diffId;
  return `sha256:${createHash('sha256').update(`${parentChainId} ${diffId}`).digest('hex')}`;
}

/** Chain ids of a whole layer list, lowest layer first. */
export function chainIds(diffIds: readonly string[]): string[] {
  const chain: string[] = [];
  let parent: string | null = null;
  for (const diffId of diffIds) {
    parent = chainId(parent, diffId);
    chain.push(parent);
  }
  return chain;
}

/** The hex part of `sha256:<hex>`. */
export function hexOf(digest: string): string {
  const colon = digest.indexOf(':');
  return colon < 0 ? digest : digest.slice(colon + 1);
}

const HEX_64 = /^[0-9a-f]{64}$/;

/** True for 64 lower-case hex digits: container ids, chain ids on disk, most cache ids, anonymous volume names. */
export function isHex64(text: string): boolean {
  return HEX_64.test(text);
}
