import { spawnSync } from 'node:child_process';
import type { ExecutionContext } from 'ava';

/** The user that owns nothing. */
const NOBODY = 65_534;

/** A root may read everything: only another user is ever refused. */
export const IS_ROOT = process.getuid?.() === 0;

/**
 * Runs an ES module as a user without rights and returns what it prints as JSON; `undefined`, with a note, where
 * that is not possible. Without `--input-type`, which worker threads would inherit.
 */
export function runUnprivileged(t: ExecutionContext, script: string, ...options: readonly string[]): unknown {
  const user = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawnSync(process.execPath, ['-e', script, ...options], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  if (child.status === 0) return JSON.parse(child.stdout);
  t.log(`not tested, another user cannot run this from here: ${child.stderr.trim()}`);
  t.pass();
  return undefined;
}
