import { engineSocket, hostPaths } from './host-paths.js';
import { hostNamespaces, hostUsers } from './host-namespaces.js';
import { capabilities, privileged, unconfined } from './rights.js';
import type { Risk, RiskRule, RiskSubject } from './risk.js';
import { sharedNamespaces } from './shared-namespaces.js';

/** The gravest first. */
const RULES: readonly RiskRule[] = [
  privileged,
  engineSocket,
  hostNamespaces,
  hostUsers,
  hostPaths,
  capabilities,
  unconfined,
  sharedNamespaces,
];

/** What makes a container less apart from the host, and from others, than containers are by default. */
export function risksOf(subject: RiskSubject): Risk[] {
  return RULES.flatMap((rule) => rule(subject));
}
