import type { WhoseAnswer } from '../../../report/types.js';
import { addressKey } from './address-key.js';
import { controlGroupKey } from './control-group-key.js';
import type { KeyReader, KeyReading } from './key-reader.js';
import { interfaceKey, networkKey, snapshotKey } from './named-kind-key.js';
import { namespaceKey } from './namespace-key.js';
import { portKey } from './port-key.js';
import { containerProcessKey, processKey } from './process-key.js';

/** Keys with a form of their own. `/proc/PID/ns/KIND` is a namespace before it is a file of a process. */
const READERS: readonly KeyReader[] = [
  (key) => (namespaceKey(key)?.certainty === 'only' ? null : processKey(key)),
  containerProcessKey,
  portKey,
  addressKey,
  interfaceKey,
  controlGroupKey,
  namespaceKey,
  networkKey,
  snapshotKey,
];

/** Kinds of what runs and what connects it: no walk of a disk finds or changes them. */
export const LIVE_KINDS: readonly WhoseAnswer['kind'][] = [
  'process',
  'port',
  'address',
  'interface',
  'control-group',
  'namespace',
  'network',
];

/** Every way to read a key by its form. */
export function readingsOf(key: string): KeyReading[] {
  return READERS.flatMap((read) => read(key) ?? []);
}

/** True for a key that most likely names something that runs, or connects it: it is worth a look there first. */
export function isLikelyLive(key: string): boolean {
  return readingsOf(key).some(({ certainty }) => certainty !== 'possible');
}
