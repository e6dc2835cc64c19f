/* `node startup.js [rounds]`: how long `bilge --version` takes beside a Node that does nothing. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Contestant, describe, interleave, machineLine } from './rounds.js';

const BILGE = fileURLToPath(new URL('../../bin/bilge.js', import.meta.url));
const BASELINE = 'node -e 0';

function nodeWith(name: string, args: readonly string[]): Contestant {
  return {
    name,
    run() {
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    },
  };
}

const rounds = Number(process.argv[2] ?? 25);
const times = await interleave(
  [
    nodeWith(BASELINE, ['-e', '0']),
    nodeWith('bilge --version', [BILGE, '--version']),
    nodeWith('bilge --help', [BILGE, '--help']),
    nodeWith('bilge demo df', [BILGE, 'demo', 'df']),
  ],
  rounds,
);
process.stdout.write(`${[machineLine(), `${rounds} rounds`, ...describe(times, BASELINE)].join('\n')}\n`);
