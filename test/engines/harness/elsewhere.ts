import { BILGE, type BilgeResult } from './bilge.js';
import type { PrivateEngine } from './private-engine.js';
import { run } from './run.js';

/**
 * Runs the command line where the engine is on another machine as far as can be seen: its directories are covered, and
 * neither its processes nor any others of this host are in `/proc`.
 */
export async function bilgeElsewhere(
  { layout }: PrivateEngine,
  args: readonly string[],
): Promise<BilgeResult> {
  const script = 'mount -t tmpfs tmpfs "$1" && shift && exec "$@"';
  const covered = ['sh', '-c', script, 'elsewhere', layout.directory, process.execPath, BILGE, ...args];
  const apart = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { code, stdout, stderr } = await run('unshare', [...apart, ...covered]);
  return { code, stdout: stdout.toString('utf8'), stderr };
}
