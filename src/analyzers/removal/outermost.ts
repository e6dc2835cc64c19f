/** The paths without those that lie below another one of them: a sum over subtrees counts nothing twice. */
export function outermost(paths: ReadonlySet<string>): string[] {
  return [...paths].filter((path) => {
    for (let above = path; above !== '';) {
      above = above.slice(0, Math.max(0, above.lastIndexOf('/')));
      if (paths.has(above)) return false;
    }
    return true;
  });
}
