import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type BilgeConfig, MAX_CONFIG_BYTES, parseBilgeConfig } from '../../formats/bilge-config.js';
import type { CheckThresholds } from '../../model/check.js';
import { ExpectedError } from '../../model/expected-error.js';
import type { CleanupPolicy } from '../../model/policy.js';
import { errorCode } from '../error-code.js';
import { readSmallBytes } from '../proc/daemon-files.js';
import { joinConfigs } from './join-configs.js';

/** What the configuration files say together. */
export interface Configuration {
  readonly policy: CleanupPolicy;
  /** Without defaults: `null` where no file sets a threshold. */
  readonly check: CheckThresholds;
  /** The files that were read, in the order of their weight. */
  readonly files: readonly string[];
}

/** Where configuration comes from, injected so that no test reads the real machine's. */
export interface ConfigurationSources {
  readonly system: string;
  /** `null` for who has no home. */
  readonly user: string | null;
  /** Content of a file. Rejects with an error with the system's `code`. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
}

/** A configuration file that is there, or has to be, cannot be read. */
export class ConfigurationError extends ExpectedError {
  override readonly name = 'ConfigurationError';
}

function processConfigurationSources(): ConfigurationSources {
  return {
    system: '/etc/bilge.toml',
    user: userConfiguration(process.env['XDG_CONFIG_HOME'], homeDirectory()),
    readFile: (path) => readSmallBytes(path, MAX_CONFIG_BYTES),
  };
}

/** A relative `XDG_CONFIG_HOME` counts as not set: XDG Base Directory Specification, "Basics". */
export function userConfiguration(configHome: string | undefined, home: string | null): string | null {
  if (configHome !== undefined && isAbsolute(configHome)) return join(configHome, 'bilge/config.toml');
  return home === null ? null : join(home, '.config/bilge/config.toml');
}

/** Without `HOME` and without an entry in the password database there is none. */
function homeDirectory(): string | null {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}

/**
 * Reads the configuration: the system's file, then the user's, or in its place the one that is named. The system's
 * counts in any case, and nobody can lift what it protects.
 * @throws BilgeConfigError where a file is wrong, ConfigurationError where it cannot be read: without it something
 * that has to stay may look removable.
 */
export async function readConfiguration(
  options: { readonly named?: string | undefined; readonly sources?: ConfigurationSources } = {},
): Promise<Configuration> {
  const { named, sources = processConfigurationSources() } = options;
  const wanted = [
    { path: sources.system, needed: false },
    ...(named === undefined ? [{ path: sources.user, needed: false }] : [{ path: named, needed: true }]),
  ];
  const files: string[] = [];
  const configs: BilgeConfig[] = [];
  for (const { path, needed } of wanted) {
    if (path === null || files.includes(path)) continue;
    const bytes = await contentOf(path, needed, sources);
    if (bytes === null) continue;
    configs.push(parseBilgeConfig(bytes, path));
    files.push(path);
  }
  return { ...joinConfigs(configs), files };
}

const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR'];

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  NOT_A_FILE: 'it is not a regular file',
  EISDIR: 'it is a directory',
  TOO_LARGE: 'it is larger than 1 MiB',
};

/** `null` for a file that need not be there and is not. */
async function contentOf(
  path: string,
  needed: boolean,
  { readFile }: ConfigurationSources,
): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (!ABSENT.includes(code)) {
      throw new ConfigurationError(
        `the configuration ${path} cannot be read: ${MEANINGS[code] ?? code}; what it protects would be unknown`,
      );
    }
    if (needed) throw new ConfigurationError(`there is no configuration ${path}, which --config names`);
    return null;
  }
}
