import { addBytes } from '../../../model/usage.js';
import type { AdvisedObject, ContainerReport } from '../../../report/types.js';
import type { AdviceRule } from '../rule.js';
import { shellCommand } from '../shell.js';

/** Logs below this size are nobody's problem yet. */
const WORTH_BYTES = 1_000_000;

/** Logs that nothing keeps from growing. */
export const unboundedLogs: AdviceRule = {
  rule: 'unbounded-logs',
  title: 'logs without a bound',
  advise: ({ containers }) => {
    const found = containers
      .filter(({ hidden, logging }) => hidden === null && logging.bounded === false)
      .filter(({ logging }) => (logging.sizeBytes ?? 0) >= WORTH_BYTES)
      .sort((left, right) => (right.logging.sizeBytes ?? 0) - (left.logging.sizeBytes ?? 0));
    if (found.length === 0) return null;
    return {
      objects: found.flatMap(logObjects),
      freedBytes: found.reduce((sum, { logging }) => addBytes(sum, logging.sizeBytes ?? 0), 0),
      inodes: 0,
      advice:
        'for containers to come: set "log-opts": {"max-size": "10m", "max-file": "3"} in the engine’s daemon.json and restart it, or create them with --log-opt max-size=10m --log-opt max-file=3; a container keeps the options it was created with. The commands empty the logs that are there, while the containers run on',
      commands: found.flatMap(({ root, id, logFiles }) =>
        logFiles.map(({ name }) => shellCommand('truncate', '--size=0', pathOf(root, id, name))),
      ),
      unmeasuredReason: null,
    };
  },
};

function logObjects({ id, name, root, status, createdAt, logFiles }: ContainerReport): AdvisedObject[] {
  return logFiles.map((file) => ({
    kind: 'log',
    id: pathOf(root, id, file.name),
    name,
    root,
    risk: 'data loss',
    freedBytes: file.allocatedBytes,
    inodes: 0,
    lastUsedAt: createdAt,
    lastUse: 'its container was created',
    evidence: `the log of ${name ?? id} (${status}); nothing limits it`,
  }));
}

function pathOf(root: string | null, container: string, file: string): string {
  return `${root ?? ''}/containers/${container}/${file}`;
}
