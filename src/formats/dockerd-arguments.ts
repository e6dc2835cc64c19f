import type { AddressPool } from '../model/network.js';
import { parseAddressPoolFlag } from './address-pools.js';

/** The options of dockerd's command line that say where its data is and how it logs. */
export interface DockerdArguments {
  readonly dataRoot: string | null;
  readonly execRoot: string | null;
  readonly configFile: string | null;
  readonly logDriver: string | null;
  readonly logOptions: Readonly<Record<string, string>>;
  readonly containerd: string | null;
  readonly storageDriver: string | null;
  readonly usernsRemap: string | null;
  readonly defaultRuntime: string | null;
  /** Every `--default-address-pool` that can be understood, in order; `null` when there is none. */
  readonly addressPools: readonly AddressPool[] | null;
  /** Every `-H`, in order, as written. */
  readonly hosts: readonly string[];
}

/** Long names by what may be written. Source: `cmd/dockerd/config.go`, `config_unix.go`, `options.go`. */
const VALUE_FLAGS: ReadonlyMap<string, string> = new Map([
  ['--data-root', 'data-root'],
  ['--graph', 'data-root'],
  ['--exec-root', 'exec-root'],
  ['--config-file', 'config-file'],
  ['--log-driver', 'log-driver'],
  ['--log-opt', 'log-opt'],
  ['--containerd', 'containerd'],
  ['--storage-driver', 'storage-driver'],
  ['--userns-remap', 'userns-remap'],
  ['--default-runtime', 'default-runtime'],
  ['--default-address-pool', 'default-address-pool'],
  ['--host', 'host'],
  ['-g', 'data-root'],
  ['-H', 'host'],
  ['-s', 'storage-driver'],
  // They take a value as well; without them that value could be taken for an option.
  ['-G', 'group'],
  ['-l', 'log-level'],
  ['-p', 'pidfile'],
]);

/** The words of `/proc/PID/cmdline`, which ends each with a NUL byte. */
export function splitCommandLine(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}

/** `-Htcp://…`, `-H=tcp://…` and `-DH tcp://…` as pflag reads them: switches first, then one option with its value. */
function shorthand(word: string): { flag: string; value: string | null } | null {
  for (let i = 1; i < word.length; i++) {
    const flag = `-${word.charAt(i)}`;
    if (!VALUE_FLAGS.has(flag)) continue;
    const rest = word.slice(i + 1);
    if (rest === '') return { flag, value: null };
    return { flag, value: rest.startsWith('=') ? rest.slice(1) : rest };
  }
  return null;
}

function option(word: string): { flag: string; value: string | null } | null {
  if (!word.startsWith('--')) return word.startsWith('-') ? shorthand(word) : null;
  const equals = word.indexOf('=');
  return equals < 0
    ? { flag: word, value: null }
    : { flag: word.slice(0, equals), value: word.slice(equals + 1) };
}

/** `key=value`; without `=` an empty value, as `opts.MapOpts` reads it. */
function keyValue(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/**
 * Reads dockerd's arguments, `argv[0]` included, in all forms of pflag: `--flag value`, `--flag=value`, `-f value`,
 * `-fvalue`. Unknown options are taken for switches. A repeated option counts last, `--log-opt`, `--host` and
 * `--default-address-pool` add up.
 */
export function parseDockerdArguments(words: readonly string[]): DockerdArguments {
  const single = new Map<string, string>();
  const logOptions = new Map<string, string>();
  const hosts: string[] = [];
  const pools: (AddressPool | null)[] = [];
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    const given = option(word);
    const name = given === null ? undefined : VALUE_FLAGS.get(given.flag);
    if (given === null || name === undefined) continue;
    const value = given.value ?? words[++i];
    if (value === undefined) break;
    if (name === 'log-opt') logOptions.set(...keyValue(value));
    else if (name === 'host') hosts.push(value);
    else if (name === 'default-address-pool') pools.push(parseAddressPoolFlag(value));
    else single.set(name, value);
  }
  return {
    dataRoot: single.get('data-root') ?? null,
    execRoot: single.get('exec-root') ?? null,
    configFile: single.get('config-file') ?? null,
    logDriver: single.get('log-driver') ?? null,
    logOptions: Object.fromEntries(logOptions),
    containerd: single.get('containerd') ?? null,
    storageDriver: single.get('storage-driver') ?? null,
    usernsRemap: single.get('userns-remap') ?? null,
    defaultRuntime: single.get('default-runtime') ?? null,
    addressPools: pools.length === 0 ? null : pools.filter((pool) => pool !== null),
    hosts,
  };
}
