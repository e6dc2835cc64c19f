/** The options of containerd's command line that say where it keeps things. */
export interface ContainerdArguments {
  readonly root: string | null;
  readonly state: string | null;
  readonly address: string | null;
  readonly configFile: string | null;
}

/** Source: `cmd/containerd/command/main.go`. The parser (urfave/cli) takes one hyphen as well as two. */
const NAMES: ReadonlyMap<string, keyof ContainerdArguments | 'other'> = new Map([
  ['root', 'root'],
  ['state', 'state'],
  ['address', 'address'],
  ['a', 'address'],
  ['config', 'configFile'],
  ['c', 'configFile'],
  // It takes a value as well; without it that value could be taken for the end of the options.
  ['log-level', 'other'],
  ['l', 'other'],
]);

/** Reads containerd's arguments, `argv[0]` included. A repeated option counts last; the first other word ends them. */
export function parseContainerdArguments(words: readonly string[]): ContainerdArguments {
  const found: Record<keyof ContainerdArguments | 'other', string | null> = {
    root: null,
    state: null,
    address: null,
    configFile: null,
    other: null,
  };
  for (let i = 1; i < words.length; i++) {
    const [, flag, given] = /^--?([a-z][a-z-]*)(?:=([\s\S]*))?$/.exec(words[i] ?? '') ?? [];
    if (flag === undefined) break;
    const name = NAMES.get(flag);
    if (name === undefined) continue;
    const value = given ?? words[++i];
    if (value === undefined) break;
    found[name] = value;
  }
  const { root, state, address, configFile } = found;
  return { root, state, address, configFile };
}
