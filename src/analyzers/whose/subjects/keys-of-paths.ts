/** What finds an object by the directories and links it has. */
export interface PathKeys {
  readonly keys: readonly string[];
  readonly words: readonly string[];
}

const NUMBER = /^\d+$/;
const SHORT_LINK = /(?:^|\/)(l\/[^/]+)$/;

/** The names of directories: a number of a snapshot and a short link find their object only in full. */
export function keysOfPaths(paths: readonly (string | null)[]): PathKeys {
  const keys: string[] = [];
  const words: string[] = [];
  for (const path of paths) {
    if (path === null) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const link = SHORT_LINK.exec(path)?.[1];
    if (link !== undefined) words.push(link, name);
    else if (NUMBER.test(name)) words.push(name);
    else keys.push(name);
  }
  return { keys, words };
}

/** What to call a place that lies beside an object's directory. */
export function partNameOf(path: string): string {
  return SHORT_LINK.test(path) ? 'its short link' : 'its record';
}
