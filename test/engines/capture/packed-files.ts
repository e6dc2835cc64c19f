/** Largest `tar-split.json.gz` that is packed: the others are in the listing, and nothing needs their content. */
const SMALL_TAR_SPLIT_BYTES = 4096;

const WHOLE: readonly RegExp[] = [
  /^image\//,
  /^network\//,
  /^containers\/[^/]+\/(?:config\.v2\.json|hostconfig\.json|hostname|hosts|resolv\.conf(?:\.hash)?)$/,
  /^volumes\/(?:metadata\.db|[^/]+\/opts\.json)$/,
  /^buildkit\/(?:[^/]+\.db|content\/)/,
  /^[^/]+\/[^/]+\/(?:link|lower|committed)$/,
];

/**
 * Whether a regular file of a data root is metadata that is packed whole. Content of layers and volumes and the logs
 * never are; they stay in the listing.
 * @param path relative to the data root
 */
export function isPacked(path: string, size: number): boolean {
  if (path.endsWith('/tar-split.json.gz') && size > SMALL_TAR_SPLIT_BYTES) return false;
  return WHOLE.some((pattern) => pattern.test(path));
}
