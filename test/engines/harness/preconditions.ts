import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.js';

/** The machine cannot run a real engine, so the tests that need one did not run. */
export class EngineUnavailable extends Error {
  constructor(reasons: readonly string[]) {
    super(`The tests against a real engine (test/engines) did not run: ${reasons.join('; ')}.`);
    this.name = 'EngineUnavailable';
  }
}

/** Every executable of this name, in the order of PATH; administrators' folders count even when PATH lacks them. */
function findAll(program: string): readonly string[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return [...new Set(folders.map((folder) => join(folder, program)))].filter((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function versionOf(program: string): Promise<string> {
  const result = await run(program, ['--version']);
  return /version (\d+\.\d+\.\d+)/.exec(result.stdout.toString())?.[1] ?? '';
}

/** The programs a private engine is run with. */
export interface EnginePrograms {
  readonly dockerd: string;
  readonly docker: string;
  /** Such as `20.10.24`. */
  readonly version: string;
}

/** Where several clients are installed, the one of the engine's own version: newer ones want a build plugin. */
async function clientFor(version: string): Promise<string | undefined> {
  const clients = findAll('docker');
  for (const client of clients) if ((await versionOf(client)) === version) return client;
  return clients[0];
}

/**
 * Checks that a private engine can be started here.
 * @throws EngineUnavailable with everything that is missing
 */
export async function requirePrograms(): Promise<EnginePrograms> {
  const missing: string[] = [];
  if (process.getuid?.() !== 0) missing.push('they need root');
  const dockerd = findAll('dockerd')[0];
  const version = dockerd === undefined ? '' : await versionOf(dockerd);
  if (dockerd === undefined) missing.push("dockerd is not installed (Debian's docker.io)");
  else if (!version.startsWith('20.10.'))
    missing.push(`dockerd is ${version || 'of no known version'}, not 20.10`);
  const docker = await clientFor(version);
  if (docker === undefined) missing.push('the docker client is not installed');
  for (const program of ['busybox', 'ip', 'unshare', 'umount', 'du', 'find']) {
    if (findAll(program).length === 0) missing.push(`${program} is not installed`);
  }
  if (missing.length === 0 && (await run('unshare', ['--mount', 'true'])).code !== 0) {
    missing.push('mounting is not permitted');
  }
  if (missing.length > 0 || dockerd === undefined || docker === undefined)
    throw new EngineUnavailable(missing);
  return { dockerd, docker, version };
}
