import { ObjectKeyError } from '../../../model/object-key-error.js';
import type { ObjectKey } from '../../../model/removal-engine.js';
import type { RemovableKind } from '../../../model/removal.js';

/**
 * Full ids. Engines also take names and beginnings of ids in their place, which could mean something else; BuildKit
 * takes a pattern. Swarm networks have ids like build cache records.
 */
const FORMS: Readonly<Record<RemovableKind, RegExp>> = {
  container: /^[0-9a-f]{64}$/,
  image: /^sha256:[0-9a-f]{64}$/,
  'build-cache': /^[0-9a-z]{25}$/,
  network: /^(?:[0-9a-f]{64}|[0-9a-z]{25})$/,
  // Drivers have their own rules; `.` and `..` would be another path.
  volume: /^(?!\.{1,2}$)[^/\0]+$/,
};

/** @throws ObjectKeyError */
export function checkKey(key: ObjectKey): void {
  if (!FORMS[key.kind].test(key.id)) throw new ObjectKeyError(key);
}
