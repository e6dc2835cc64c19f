import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import type { ExecutionContext } from 'ava';

/** The user that owns nothing. */
const NOBODY = 65_534;

/** A root may read everything: only another user is ever refused. */
export const IS_ROOT = process.getuid?.() === 0;

/** Without `--input-type`, which worker threads would inherit. */
function runNode(script: string, options: readonly string[]): SpawnSyncReturns<string> {
  const user = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
  return spawnSync(process.execPath, ['-e', script, ...options], { ...user, cwd: '/', encoding: 'utf8' });
}

/**
 * Runs the body of a script as a user without rights and returns what it answers, as JSON. The body has the exports
 * of `module` as `api` and `options` as an array. `undefined`, with a note, where another user cannot even load it.
 */
export function runUnprivileged(
  t: ExecutionContext,
  module: URL,
  body: string,
  ...options: readonly string[]
): unknown {
  const load = `const api = await import(${JSON.stringify(module.href)});`;
  const probe = runNode(load, []);
  if (probe.status !== 0) {
    t.log(`not tested, another user cannot load the modules: ${probe.stderr.trim()}`);
    t.pass();
    return undefined;
  }
  const script = `${load} const options = process.argv.slice(1);
    const answer = await (async () => { ${body} })();
    console.log(JSON.stringify(answer));`;
  const { status, stdout, stderr } = runNode(script, options);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
