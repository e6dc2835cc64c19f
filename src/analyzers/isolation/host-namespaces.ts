import type { NamespaceKind } from '../../model/process.js';
import { modeOf, type Risk, type RiskSubject, seen } from './risk.js';

/** What sharing a namespace of the host lets a container do. */
const SHARED: readonly (readonly [NamespaceKind, string])[] = [
  ['pid', 'it sees every process of the host, and can signal those of its own users'],
  ['net', 'it reaches what listens on the host’s loopback, and can take any port'],
  ['ipc', 'it reaches the host’s shared memory and message queues'],
  ['uts', 'it can change the host’s name when it may administer the system'],
];

/** Namespaces shared with the host: as it runs where that is seen, else as it is set. */
export function hostNamespaces(subject: RiskSubject): Risk[] {
  return SHARED.flatMap(([kind, lets]) => {
    const found = hostNamespace(subject, kind);
    return found === null ? [] : [{ code: `host-${kind}`, message: `${found}: ${lets}.` }];
  });
}

function hostNamespace(subject: RiskSubject, kind: NamespaceKind): string | null {
  const actual = seen(subject, kind);
  if (actual !== undefined && actual.host !== null) {
    return actual.host ? `It runs in the host’s ${kind} namespace (inode ${actual.inode})` : null;
  }
  return modeOf(subject, kind) === 'host' ? `It is set to use the host’s ${kind} namespace` : null;
}

/** The host's user namespace is the default, and worth a word only where the engine remaps users. */
export function hostUsers(subject: RiskSubject): Risk[] {
  if (!subject.usersRemapped || modeOf(subject, 'user') !== 'host') return [];
  return [
    {
      code: 'host-user',
      message:
        'It is set to keep the host’s user ids (--userns=host), which the engine maps to others by default: its root is the host’s root.',
    },
  ];
}

/** Whether it is in the host's network: capabilities over networks are over the host's then. */
export function inHostNetwork(subject: RiskSubject): boolean {
  return hostNamespace(subject, 'net') !== null;
}
