import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { errorCode } from '../error-code.js';

/** What an endpoint is made of, injected so that no test reads the real home. */
export interface EndpointSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** Content of a file. Throws a system error (`code`) like `fs.readFileSync`. */
  readonly readFile: (path: string) => string;
  readonly exists: (path: string) => boolean;
  /** True for root, who has no rootless engine. */
  readonly root: boolean;
}

/** The system's code of a file error, and whether it says that the file is simply not there. */
export function fileError(error: unknown): { code: string; missing: boolean } {
  const code = errorCode(error, 'unknown');
  return { code, missing: code === 'ENOENT' || code === 'ENOTDIR' };
}

/** The sources of the running process. */
export function processEndpointSources(): EndpointSources {
  return {
    env: process.env,
    // HOME first, like the docker CLI; homedir() does so itself and falls back on the password database.
    homeDirectory: homedir(),
    readFile: (path) => readFileSync(path, 'utf8'),
    exists: existsSync,
    root: process.getuid?.() === 0,
  };
}
