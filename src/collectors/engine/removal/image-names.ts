/** `host:5000/shop/web:1.4` → `host:5000/shop/web`, the same of `…@sha256:…`. */
function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

/** A digest: the engine gives those away with a pull, and takes no order to make one. */
export function isDigest(reference: string): boolean {
  return reference.includes('@');
}

/** `shop/web:1.4` as the engine wants it for a new tag. */
export function splitTag(reference: string): { readonly repo: string; readonly tag: string } {
  const repo = repositoryOf(reference);
  return { repo, tag: reference.slice(repo.length + 1) };
}

/** How much is lost with the names of a repository: a digest cannot be given back, and goes with the last tag. */
function worth(repository: string, references: readonly string[]): number {
  const own = references.filter((reference) => repositoryOf(reference) === repository);
  if (!own.some(isDigest)) return 0;
  return own.every(isDigest) ? 2 : 1;
}

/**
 * The reference to take from an image next, so that it can be removed by its id in the end: engines want at most one tag,
 * and all references in one repository. Those that can be given back go first. `null`: nothing is in the way.
 */
export function nextToUntag(references: readonly string[]): string | null {
  const repositories = [...new Set(references.map(repositoryOf))];
  const kept = repositories.sort((a, b) => worth(b, references) - worth(a, references))[0];
  const tags = references.filter((reference) => !isDigest(reference));
  const keptTag = tags.find((tag) => repositoryOf(tag) === kept);
  const digest = references.find((reference) => isDigest(reference) && repositoryOf(reference) !== kept);
  const others = tags.filter((tag) => tag !== keptTag);
  // Of repositories without digests first.
  others.sort((a, b) => worth(repositoryOf(a), references) - worth(repositoryOf(b), references));
  return others[0] ?? digest ?? null;
}
