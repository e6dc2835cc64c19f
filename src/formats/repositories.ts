import { asObject, asText, parseJsonObject } from './json-access.js';

/**
 * `image/<driver>/repositories.json`: which image each `repo:tag` and `repo@digest` points to.
 * Source: moby, reference/store.go.
 * @returns references by image id, each list sorted.
 * @throws FormatError
 */
export function parseRepositories(data: Uint8Array): Map<string, string[]> {
  const references = new Map<string, string[]>();
  const repositories = asObject(parseJsonObject(data, 'repositories.json')['Repositories']) ?? {};
  for (const repository of Object.values(repositories)) {
    for (const [reference, target] of Object.entries(asObject(repository) ?? {})) {
      const id = asText(target);
      if (id === null) continue;
      const known = references.get(id) ?? [];
      known.push(reference);
      references.set(id, known);
    }
  }
  for (const list of references.values()) list.sort();
  return references;
}
