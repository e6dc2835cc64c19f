import type { NetworkReport } from '../../../report/types.js';
import { timeMs } from '../last-use.js';
import { nameOrId, shellCommand } from '../shell.js';
import { type CandidateFacts, UNSEEN } from './facts.js';

/** Facts of a network. */
export function networkFacts(report: NetworkReport): CandidateFacts {
  const { id, name, driver, createdAt, used, labels, subnets } = report;
  const addresses =
    subnets.length === 0 ? null : `it takes ${subnets.map(({ subnet }) => subnet).join(', ')}`;
  return {
    names: [name],
    labels,
    risk: 'safe',
    uses: [{ atMs: timeMs(createdAt), how: 'it was created (later use is not recorded)' }],
    costBytes: 0,
    isNamedVolume: false,
    cache: null,
    isUsed: used,
    evidence: [`a ${driver} network`, used ? null : 'no container is configured for it', addresses]
      .filter((part) => part !== null)
      .join('; '),
    commands: [shellCommand('docker', 'network', 'rm', nameOrId(name, id))],
    seen: { ...UNSEEN, createdAt },
  };
}
