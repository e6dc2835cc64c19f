import type { NamespaceKind } from '../../model/process.js';
import { modeOf, type Risk, type RiskSubject, seen } from './risk.js';

const SHARED: readonly (readonly [NamespaceKind, string])[] = [
  ['pid', 'they see each other’s processes'],
  ['net', 'they have one set of addresses and ports'],
  ['ipc', 'they have one set of shared memory and message queues'],
];

const NAMED = 3;

/** Namespaces shared with other containers: wanted most times, and worth knowing. */
export function sharedNamespaces(subject: RiskSubject): Risk[] {
  return SHARED.flatMap(([kind, lets]) => {
    const found = sharedNamespace(subject, kind);
    return found === null ? [] : [{ code: `shared-${kind}`, message: `${found}: ${lets}.` }];
  });
}

function sharedNamespace(subject: RiskSubject, kind: NamespaceKind): string | null {
  const actual = seen(subject, kind);
  if (actual !== undefined) {
    if (actual.sharedWith.length === 0) return null;
    const names = namesOf(subject, actual.sharedWith);
    return `It runs in one ${kind} namespace (inode ${actual.inode}) with ${names}`;
  }
  const other = /^container:(.+)$/s.exec(modeOf(subject, kind) ?? '')?.[1];
  return other === undefined
    ? null
    : `It is set to use the ${kind} namespace of container ${subject.nameOf(other)}`;
}

function namesOf({ nameOf }: RiskSubject, ids: readonly string[]): string {
  const names = ids.slice(0, NAMED).map(nameOf);
  const more = ids.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${more} more`;
  const last = names.at(-1) ?? '';
  return names.length <= 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
