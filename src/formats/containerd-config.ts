/** What containerd's configuration file (`config.toml`) says about its places; `null` where it says nothing. */
export interface ContainerdConfig {
  readonly root: string | null;
  readonly state: string | null;
  readonly address: string | null;
  /** It takes settings from other files, which may say otherwise. */
  readonly imports: boolean;
}

const ENTRY =
  /^\s*(?:"(\w+)"|'(\w+)'|(\w+))\s*(?:\.\s*(\w+)\s*)?=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\[.*))/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

function unescapeText(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, character: string) =>
    code === undefined
      ? (ESCAPES.get(character) ?? character)
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/**
 * Reads `root`, `state` and `[grpc] address` (`cmd/containerd/server/config/config.go`), line by line. Not a TOML
 * parser: inline tables (`grpc = {…}`), texts over several lines (a line inside one may be taken for an entry) and
 * imported files are not read. containerd's own `config dump` and dockerd write none of these.
 */
export function parseContainerdConfig(text: string): ContainerdConfig {
  let table = '';
  const found = new Map<string, string>();
  let imports = false;
  for (const line of text.split('\n')) {
    const header = /^\s*\[\[?([^\]]*)\]/.exec(line)?.[1];
    if (header !== undefined) {
      table = `${header.replaceAll(/["'\s]/g, '')}.`;
      continue;
    }
    const [, quoted, literal, bare, second, double, single, list] = ENTRY.exec(line) ?? [];
    const first = quoted ?? literal ?? bare;
    if (first === undefined) continue;
    const key = `${table}${first}${second === undefined ? '' : `.${second}`}`;
    if (list !== undefined) imports ||= key === 'imports' && !/^\[\s*\]/.test(list);
    else found.set(key, double === undefined ? (single ?? '') : unescapeText(double));
  }
  const value = (key: string): string | null => found.get(key) || null;
  return { root: value('root'), state: value('state'), address: value('grpc.address'), imports };
}
